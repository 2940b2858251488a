"""docs/commands.md tells every command and option there is, and shows what its examples really print."""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import inspecting
from bot.command_line import COMMANDS
from bot.desk.auditing import Doubt
from bot.ledger.database import Ledger
from tests.architecture.tree import ROOT
from tests.simulating.test_keys import ASKED_KEYS, KEYS, RUNG_KEYS

PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS = {
    "COUNTERSIGN_WORKFLOWS": "refund=workflows.refund.graph:graph",
    "COUNTERSIGN_POLICIES": "policies.yaml",
    "COUNTERSIGN_DATA": "data",
}

ONE_BY_ONE = """
import contextlib, io, json, os, shlex, sys
from bot.cli import main

results = []
for line in sys.argv[1:]:
    words, given = shlex.split(line), {}
    while "=" in words[0]:
        name, _, given[name] = words.pop(0).partition("=")
    before = {name: os.environ[name] for name in given}
    os.environ.update(given)
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.redirect_stderr(printed):
        status = main(words[1:])
    os.environ.update(before)
    results.append([printed.getvalue(), status])
print(json.dumps(results))
"""


def blocks(language: str) -> list[str]:
    return [text for written, text in FENCED.findall(PAGE) if written == language]


def section(name: str) -> str:
    """What stands under a command's heading."""
    return re.split(r"^## ", PAGE.partition(f"\n## {name}\n")[2], flags=re.MULTILINE)[0]


def first_column(text: str) -> list[str]:
    """Everything in backquotes in the first columns of the tables."""
    return [
        name
        for row in re.findall(r"^\| (`[^|]+) \|", text, flags=re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", row)
    ]


def options(command: str) -> list[str]:
    """The options of a command, in their order."""
    found = argparse.ArgumentParser()
    next(each for each in COMMANDS if each.name == command).takes(found)
    return [action.option_strings[0] for action in found._actions if action.option_strings and action.dest != "help"]


def examples() -> list[tuple[str, str]]:
    """Each command that is shown, with what it is said to print; one that asks for its status is part of it."""
    found: list[tuple[str, str]] = []
    for block in blocks("console"):
        for example in re.split(r"^\$ (?!echo)", block, flags=re.MULTILINE)[1:]:
            command, _, printed = example.partition("\n")
            found.append((command, printed))
    return found


EXAMPLES = examples()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page's policies files, each named in its first line, and a ledger of nothing yet."""
    folder = tmp_path_factory.mktemp("commands")
    asyncio.run(a_ledger(folder / "data" / "ledger.db"))
    for text in blocks("yaml"):
        (folder / text.partition("\n")[0].removeprefix("# ")).write_text(text, encoding="utf-8")
    return folder


async def a_ledger(file: Path) -> None:
    await (await Ledger.open(f"sqlite+aiosqlite:///{file}")).close()


def test_every_command_has_a_section_in_the_order_of_the_help() -> None:
    assert re.findall(r"^## (\w+)$", PAGE, flags=re.MULTILINE) == [command.name for command in COMMANDS]


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_option_is_explained_and_exists(command: str) -> None:
    told = [name for name in first_column(section(command)) if name.startswith("--")]
    assert told == options(command)


def test_the_keys_of_the_json_are_explained() -> None:
    keys = [name for name in first_column(section("simulate")) if not name.startswith("--")]
    assert sorted(keys) == sorted([*KEYS, *RUNG_KEYS, *ASKED_KEYS])


def test_every_check_of_the_doctor_is_explained() -> None:
    rows = re.findall(r"^\| ([^`|]+) \| `(\w+)`:", section("doctor"), flags=re.MULTILINE)
    assert rows == [(words, doubt.value) for doubt, words in inspecting.CHECKS.items()]
    assert set(inspecting.CHECKS) == set(Doubt)


@pytest.fixture(scope="module")
def results(folder: Path) -> list[str]:
    """What each example really prints, and its status where that is asked for; one process does them all."""
    told = subprocess.run(
        [sys.executable, "-c", ONE_BY_ONE, *(command for command, _ in EXAMPLES)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **SETTINGS},
        capture_output=True,
        text=True,
        check=True,
    )
    statuses = ["$ echo $?" in printed for _, printed in EXAMPLES]
    return [
        printed.replace(f"{folder}/", "") + (f"$ echo $?\n{status}\n" if is_asked else "")
        for (printed, status), is_asked in zip(json.loads(told.stdout), statuses, strict=True)
    ]


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[command for command, _ in EXAMPLES])
def test_an_example_prints_what_the_page_shows(results: list[str], number: int) -> None:
    assert results[number] == EXAMPLES[number][1]
