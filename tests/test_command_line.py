"""The command line: every command is told of, and what is written is read as it is meant."""

import contextlib
import io
import re

import pytest

from bot.cli import DEEDS
from bot.command_line import COMMANDS, parser

NAMES = [command.name for command in COMMANDS]


def help_of(*words: str) -> str:
    """What --help prints after these words."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told), pytest.raises(SystemExit) as left:
        parser().parse_args([*words, "--help"])
    assert left.value.code == 0
    return told.getvalue()


def test_every_command_that_can_be_written_can_be_done() -> None:
    assert list(DEEDS) == NAMES


def test_the_help_lists_every_command_with_a_line() -> None:
    assert re.findall(r"^    ([a-z]+) +\S", help_of(), flags=re.MULTILINE) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_command_says_in_full_what_it_does(name: str) -> None:
    command = next(command for command in COMMANDS if command.name == name)
    told = " ".join(help_of(name).split())
    assert command.told in told
    assert command.told.endswith(".")


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_explained(name: str) -> None:
    told = help_of(name)
    for option in re.findall(r"^  (--[a-z]+)", told, flags=re.MULTILINE):
        after = told.rpartition(f"\n  {option}")[2]
        assert re.match(r"[^\n]* {2,}\S|[^\n]*\n {10,}\S", after), option


@pytest.mark.parametrize(
    "words",
    [[], ["simulate"], ["simulate", "--workflow", "refund", "--risk", "hgih"], ["frobnicate"], ["demo", "--port", "x"]],
)
def test_words_that_make_no_command_are_refused_with_the_usage(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        parser().parse_args(words)
    assert left.value.code == 2
    assert "usage: countersign" in capsys.readouterr().err


def test_a_measure_may_be_written_several_times() -> None:
    read = parser().parse_args(["simulate", "--workflow", "refund", "--measure", "risk=0.2", "--measure", "loss=3"])
    assert read.measure == ["risk=0.2", "loss=3"]
    assert parser().parse_args(["simulate", "--workflow", "refund"]).measure == []
