"""Lints scripts and style sheets and checks their format, as biome.json says.

The wheel of biome exists for Linux on x86-64 alone; elsewhere the step says that it could not run.
"""

import os
import subprocess
import sys
from pathlib import Path

BIOME = Path(sys.executable).parent / "biome"
COMMAND = [BIOME, "ci", "--error-on-warnings", "."]


def main() -> int:
    if BIOME.exists():
        return subprocess.run(COMMAND).returncode
    with Path(os.environ.get("NOT_RUN_REPORT", os.devnull)).open("a") as report:
        report.write("biome is not to be had for this machine: scripts and style sheets were not linted\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
