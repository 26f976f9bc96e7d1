"""Every command of the operator's documents is one that the programs take, and every unit is one that is there."""

import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("operations.md", "leaving.md")
TEXT = "\n".join((ROOT / "docs" / name).read_text() for name in DOCUMENTS)
LINES = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
OF_KATEID = [shlex.split(line)[2:] for line in LINES if line.startswith("sudo kateid ")]
UNITS = sorted(set(re.findall(r"\bkateid(?:-\w+)?\.(?:service|timer)\b", "\n".join(LINES))))


@pytest.mark.parametrize("words", OF_KATEID, ids=" ".join)
def test_every_command_takes_what_it_is_given(words: list[str]) -> None:
    name, *arguments = words
    name = name.replace("-", "_")  # as deploy/kateid has it
    command = load_command_class(get_commands()[name], name)
    command.create_parser("kateid", name).parse_args(arguments)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_there(unit: str) -> None:
    assert (ROOT / "deploy" / unit).is_file()


def test_every_timer_is_enabled() -> None:
    assert {path.name for path in (ROOT / "deploy").glob("*.timer")} == {unit for unit in UNITS if ".timer" in unit}


def test_every_other_line_is_of_a_known_program() -> None:
    others = [line for line in LINES if not line.startswith("sudo kateid ")]
    programs = r"ln -s|git clone|-u postgres create(?:user|db)|systemctl|journalctl"
    known = rf"sudo (?:{programs}|/srv/kateid/deploy/(?P<ours>\w+))\b"
    found = [re.match(known, line) for line in others]
    assert all(found), others
    assert {match["ours"] for match in found if match and match["ours"]} == {"install", "upgrade"}
    assert len(OF_KATEID) > 8
