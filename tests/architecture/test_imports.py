"""Who may import whom: the contracts in pyproject.toml hold, and each of them would notice."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.application.use_cases import lint_imports
from importlinter.configuration import configure

from tests.architecture.tree import ROOT, sources

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
RINGS = [
    "api", "approvals", "clock", "desk", "engine", "handout", "insights", "ledger", "linting", "policybook", "review",
    "simulating", "slack",
]  # fmt: skip
FILES = [
    "__main__", "app", "cli", "command_line", "demo", "dry_running", "faults", "holidaybook", "inspecting", "logs",
    "plan", "reloading", "repairing", "saying_when", "settings",
]  # fmt: skip
SKELETON = [
    *(f"bot/{ring}/__init__.py" for ring in RINGS),
    *(f"bot/{file}.py" for file in FILES),
    *(f"workflows/{folder}/__init__.py" for folder in ("refund", "deploy", "signoff", "journal")),
    *(f"workflows/{folder}/__init__.py" for folder in ("gate", "mail", "moderation", "clinical", "planner", "letters")),
    *(f"workflows/{folder}/__init__.py" for folder in ("agent", "staged", "contract", "document", "orders")),
    *(f"workflows/{file}.py" for file in ("recording", "reviews", "revisions", "words")),
    "bot/__init__.py",
    "workflows/__init__.py",
    "workflows/models.py",
    "sandbox/__init__.py",
    "gallery/__init__.py",
]
TRESPASSES = {
    "The rings of the bot: each knows only those within": ("bot/ledger/prying.py", "import bot.desk"),
    "The workflows: strangers to one another, above what they share": (
        "workflows/refund/a.py",
        "import workflows.deploy",
    ),
    "Nothing imports in circles": ("bot/engine/one.py", "import bot.engine.two"),
    "The rules are values in, values out": ("bot/approvals/late.py", "def f():\n    import time"),
    "The workflows' door opens onto the rules alone": ("bot/review/stops.py", "from bot import policybook"),
    "Slack's libraries stay at the counter": ("bot/desk/telling.py", "from slack_sdk.web import async_client"),
    "LangGraph stays in the engine, the door and the workflows": ("bot/desk/graph.py", "import langgraph.types"),
    "Servers of LangGraph are reached by the engine only": ("bot/desk/far.py", "import langgraph_sdk"),
    "LangChain stays in the engine and the workflows": ("bot/desk/chain.py", "import langchain_core"),
    "Models are asked by workflows only": ("bot/engine/model.py", "from langchain_openai import ChatOpenAI"),
    "APScheduler stays in the clock": ("bot/handout/ringing.py", "import apscheduler.triggers.date"),
    "SQL stays in the ledger": ("bot/desk/sql.py", "from sqlalchemy import select"),
    "SQLite is opened by the ledger, for checkpoints and for effects": ("bot/clock/file.py", "import sqlite3"),
    "Workflows know of the bot only its door": ("workflows/deploy/rules.py", "from bot.approvals import policy"),
    "The bot finds workflows by configuration, never by import": ("bot/engine/known.py", "import workflows.refund"),
    "The sandbox knows nothing of ours": ("sandbox/nosy.py", "import bot.faults"),
    "Only the command starts the sandbox": ("bot/app.py", "import sandbox"),
    "Nothing that serves knows the gallery": ("bot/slack/hanging.py", "import gallery"),
}
ALLOWED = {
    "bot/cli.py": "import sandbox, bot.app",
    "bot/slack/hearing.py": "import slack_bolt, slack_sdk, bot.desk",
    "bot/engine/saving.py": "import langgraph.graph, langchain_core, aiosqlite",
    "bot/engine/two.py": "import bot.engine.one",
    "bot/ledger/rows.py": "import sqlalchemy, alembic, aiosqlite",
    "bot/clock/ring.py": "import apscheduler",
    "workflows/refund/graph.py": "import langgraph, langchain_openai, workflows.models\nfrom bot.review import ask",
}


def test_the_contracts_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    configure()
    assert lint_imports(cache_dir=None, no_logo=True)


def planted(root: Path, files: dict[str, str]) -> str:
    """What import-linter says, by our contracts, of a tree of our shape that holds these files."""
    for name in [*SKELETON, *files]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(files.get(name, ""))
    config = str(ROOT / "pyproject.toml")
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    command = [sys.executable, "-c", code, "--no-cache", "--no-logo", "--config", config]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env={"COLUMNS": "200"})
    return ended.stdout + ended.stderr


def test_what_is_allowed_breaks_no_contract(tmp_path: Path) -> None:
    said = planted(tmp_path, ALLOWED)
    assert "0 broken" in said, said


def test_every_contract_notices_a_trespass(tmp_path: Path) -> None:
    said = planted(tmp_path, {**ALLOWED, **dict(TRESPASSES.values())})
    assert {contract["name"] for contract in CONTRACTS} == set(TRESPASSES)
    assert not [name for name in TRESPASSES if f"{name} BROKEN" not in said], said


@pytest.mark.parametrize("stranger", ["bot/extra.py", "workflows/extra.py"])
def test_a_module_that_has_no_place_is_noticed(tmp_path: Path, stranger: str) -> None:
    said = planted(tmp_path, {stranger: ""})
    assert stranger.removesuffix(".py").replace("/", ".") in said
    assert "1 broken" in said, said


def test_the_rules_know_no_library_but_pydantic() -> None:
    allowed = {"bot", "pydantic", *sys.stdlib_module_names}
    imported = {(source.place, name.split(".")[0]) for source in sources("bot/approvals") for name in source.imported()}
    assert not [(place, name) for place, name in imported if name not in allowed]
