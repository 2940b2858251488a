"""The papers are true where a program can tell: links, commands, settings, fields, and the README's own example."""

import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from bot.approvals.digests import digest_of
from bot.cli import main
from bot.ledger.card_book import Look
from bot.ledger.notice_book import NoticeKind
from bot.review import Ask, Cause, Decision, Kind, remembering
from tests.architecture.tree import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
README = ROOT / "README.md"
WORKFLOWS = ROOT / "docs" / "workflows.md"
OPERATIONS = ROOT / "docs" / "operations.md"
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MADE = re.compile(r"^\s*make +([a-z]+)")
DOTTED = re.compile(r"^bot(?:\.[A-Za-z_]\w*)+$")
COMMANDED = re.compile(r"(?:^|[\s/])countersign +([a-z]+)")
SLASHED = re.compile(r"^(/[a-z]+)(?: |$)")
APPROVALS = re.compile(r"^/approvals +([a-z]+)")
SLACKS_OWN = {"/invite"}


def prose(page: Path) -> str:
    """The page without its fenced code."""
    return FENCED.sub("", page.read_text(encoding="utf-8"))


def code(page: Path) -> Iterator[str]:
    """Every line of fenced code, and every span of code in the prose."""
    for block in FENCED.finditer(page.read_text(encoding="utf-8")):
        yield from block[2].splitlines()
    yield from SPAN.findall(prose(page))


def named(pattern: re.Pattern[str]) -> set[str]:
    """What the pattern finds in the code of all pages."""
    return {name for page in PAGES for line in code(page) for name in pattern.findall(line)}


def section(page: Path, heading: str) -> str:
    """What stands under that heading, up to the next one."""
    return re.split(r"^#+ ", page.read_text(encoding="utf-8").partition(f"# {heading}\n")[2], flags=re.MULTILINE)[0]


def rows(text: str) -> list[str]:
    """The first column of a table, without its marks; the heads and their rule are left out."""
    found: list[str] = re.findall(r"^\| `?([^|`]+?)`? \|", text, flags=re.MULTILINE)
    return found[1:]


def manifest() -> Any:
    return yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))


def slash_commands() -> dict[str, set[str]]:
    """The slash commands of the manifest, each with the words that its hint offers."""
    commands = manifest()["features"]["slash_commands"]
    return {each["command"]: set(re.findall(r"\b[a-z]+\b", each["usage_hint"])) for each in commands}


def anchors(page: Path) -> set[str]:
    """The fragments that the page's headings can be linked by."""
    headings = re.findall(r"^#+ (.+)$", prose(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_command(name: str) -> bool:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    return left.value.code == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_or_heading_of_ours_resolves(page: Path) -> None:
    broken = []
    for link in LINK.findall(prose(page)):
        if "://" in link:
            continue
        path, _, fragment = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (fragment and fragment not in anchors(target)):
            broken.append(link)
    assert not broken


def test_every_make_target_is_named_and_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named(MADE) <= targets
    assert targets - named(MADE) == {"help"}


@pytest.mark.parametrize("name", sorted(named(DOTTED)))
def test_every_part_of_the_bot_that_is_named_exists(name: str) -> None:
    assert pkgutil.resolve_name(name) is not None


@pytest.mark.usefixtures("capsys")
def test_every_command_that_is_named_exists() -> None:
    assert named(COMMANDED)
    assert [name for name in named(COMMANDED) if not is_command(name)] == []


def test_the_readme_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, flags=re.MULTILINE)
    told = re.findall(r"^\| `countersign ([a-z]+)", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert commands
    assert sorted(told) == sorted(commands)


def test_every_slash_command_is_named_in_the_readme_and_exists() -> None:
    known = set(slash_commands())
    told = {name for line in code(README) for name in SLASHED.findall(line)}
    assert named(SLASHED) - SLACKS_OWN <= known
    assert known <= told


def test_every_word_of_approvals_is_named_in_the_readme_and_exists() -> None:
    words = slash_commands()["/approvals"]
    told = {line.split()[0] for line in code(README) if line.strip()}
    assert named(APPROVALS) <= words
    assert words - {"waiting"} <= told  # which is what it lists when nothing more is said


def test_the_fields_of_an_ask_and_of_a_decision_are_explained() -> None:
    page = ROOT / "docs" / "asking.md"
    assert rows(section(page, "What an ask holds")) == list(Ask.model_fields)
    assert set(Decision.model_fields) <= set(SPAN.findall(section(page, "What comes back")))


def test_every_look_of_a_card_and_every_notice_is_explained() -> None:
    looks = section(ROOT / "docs" / "architecture.md", "Cards, and other things kept true")
    alarms = section(OPERATIONS, "What each alarm means")
    assert rows(looks) == [look.value for look in Look]
    assert set(re.findall(r"`([a-z]+)\.…`", alarms)) == {kind.value for kind in NoticeKind} - {"dead"}


def test_the_table_of_settings_has_the_words_of_the_example() -> None:
    explained = re.findall(r"^# (.+)\n#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    page = OPERATIONS.read_text(encoding="utf-8")
    listed = re.findall(
        r"^\| `((?:SLACK|OPENAI|COUNTERSIGN|SMTP)_[A-Z_]+)` \| \S+ \| (.+) \|$", page, flags=re.MULTILINE
    )
    assert explained
    assert listed == [(name, words) for words, name in explained]


def test_the_table_of_scopes_has_those_of_the_manifest() -> None:
    page = OPERATIONS.read_text(encoding="utf-8")
    explained = {
        scope for row in re.findall(r"^\| (`[^|]+) \|", page, flags=re.MULTILINE) for scope in SPAN.findall(row)
    }
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) <= explained


def blocks(page: Path, language: str) -> list[str]:
    """The page's fenced blocks of that language."""
    return [block for named, block in FENCED.findall(page.read_text(encoding="utf-8")) if named == language]


def said_by(folder: Path, *arguments: str, **settings: str) -> str:
    """What the command prints in that folder, where it finds nothing to mend."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def test_the_readmes_own_workflow_and_policy_are_sound(tmp_path: Path) -> None:
    [code], [policies] = blocks(README, "python"), blocks(README, "yaml")
    (tmp_path / "expenses.py").write_text(code, encoding="utf-8")
    (tmp_path / "policies.yaml").write_text(policies, encoding="utf-8")
    named = {"COUNTERSIGN_WORKFLOWS": "expenses=expenses.py:graph", "COUNTERSIGN_POLICIES": "policies.yaml"}
    told = said_by(tmp_path, "check", **named)
    assert "expenses: policy expenses, cards in #approvals, tiers small, team lead" in told


def test_the_graphs_of_the_page_on_workflows_are_sound(tmp_path: Path) -> None:
    [newsroom, trips], [policies] = blocks(WORKFLOWS, "python"), blocks(WORKFLOWS, "yaml")
    (tmp_path / "newsroom.py").write_text(newsroom, encoding="utf-8")
    (tmp_path / "trips.py").write_text(trips, encoding="utf-8")
    (tmp_path / "policies.yaml").write_text(f"{policies}default: newsroom\n", encoding="utf-8")
    listed = "newsroom=newsroom.py:graph,trips=trips.py:graph"
    told = said_by(tmp_path, "check", COUNTERSIGN_WORKFLOWS=listed, COUNTERSIGN_POLICIES="policies.yaml")
    assert "newsroom: policy newsroom, cards in #approvals, tiers team leads, managers" in told
    assert "Nothing in 2 Python files breaks a rule." in said_by(tmp_path, "lint", ".")


async def test_the_trip_of_the_page_on_workflows_is_given_back_when_it_is_refused() -> None:
    trip = module_of(blocks(WORKFLOWS, "python")[1])
    graph = trip.graph.compile(checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "trip"}}
    with remembering():
        stopped = await graph.ainvoke({"city": "Oslo"}, config)
        booked = trip.BOOKED
        assert booked == {"Oslo"}
        asked = Ask.model_validate(stopped["__interrupt__"][0].value["countersign.ask"])
        ended = await graph.ainvoke(Command(resume=rejection(asked).model_dump(mode="json")), config)
    assert not booked
    assert ended["outcome"] == "No trip to Oslo. Undone: Held a room in Oslo."


def module_of(code: str) -> Any:
    """A module of this code that is known by name, as what undoes an effect has to be."""
    module = ModuleType("trips_of_the_page")
    sys.modules[module.__name__] = module
    exec(compile(code, module.__name__, "exec"), module.__dict__)
    return module


def rejection(asked: Ask) -> Decision:
    return Decision(
        request_id="request-1",
        digest=digest_of(asked),
        action="reject",
        kind=Kind.REJECT,
        cause=Cause.VOTES,
        tier="team leads",
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )


def test_every_workflow_that_comes_along_is_explained() -> None:
    page = ROOT / "docs" / "examples.md"
    named = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))["graphs"]
    listed = re.findall(r"^\| \[(\w+)\]\(#", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert listed == list(named)
