"""Preflight: each check is a process whose exit status decides."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.approvals.ask import CheckStatus
from tests.workflows.examples import deploy_input
from workflows.deploy.checklist import UnreadableChecklist, read_checklist
from workflows.deploy.preflight import preflight
from workflows.deploy.state import DeployInput

REQUEST = DeployInput(**deploy_input())
Configure = Callable[..., None]


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Sets up checks, each from the Python it runs and what else is said about it."""

    def write(*checks: dict[str, Any]) -> None:
        file = tmp_path / "checks.yaml"
        file.write_text(yaml.safe_dump({"checks": checks}))
        monkeypatch.setenv("COUNTERSIGN_DEPLOY_CHECKS", str(file))

    return write


def python(code: str, **more: Any) -> dict[str, Any]:
    """A check that runs this code."""
    return {"name": "Check", "command": ["{python}", "-c", code], "timeout": 20, **more}


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("print('fine')", CheckStatus.PASS),
        ("print('fine'); raise SystemExit(1)", CheckStatus.FAIL),
        ("print('fine'); raise SystemExit(3)", CheckStatus.WARN),
        ("print('fine'); raise SystemExit(4)", CheckStatus.FAIL),
        ("print('fine', flush=True); import os; os.abort()", CheckStatus.FAIL),
    ],
)
async def test_the_exit_status_decides(configure: Configure, code: str, status: CheckStatus) -> None:
    configure(python(code, warn_on=[3]))
    (check,) = await preflight(REQUEST)
    assert check.status is status
    assert check.detail.startswith("fine (python -c ")
    assert "exit status" in check.detail


async def test_the_deployment_comes_on_standard_input(configure: Configure) -> None:
    configure(python("import json, sys; print(sorted(json.load(sys.stdin)))"))
    (check,) = await preflight(REQUEST)
    assert "['coverage', 'diff', 'environment', 'service', 'version']" in check.detail


async def test_nothing_typed_reaches_a_shell_or_a_command_line(configure: Configure) -> None:
    code = "import os, sys; print(sys.argv[1:], os.listdir())"
    configure({"name": "Check", "command": ["{python}", "-c", code, "$(touch x); `touch x` > x"]})
    (check,) = await preflight(REQUEST.model_copy(update={"version": "1; touch y"}))
    assert check.detail.startswith("['$(touch x); `touch x` > x'] ['checks.yaml']")
    assert "touch y" not in check.detail


async def test_a_check_past_its_timeout_is_stopped_with_its_children(configure: Configure, tmp_path: Path) -> None:
    configure(
        python(
            "import os, subprocess, sys, pathlib\n"
            "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
            "pathlib.Path('child').write_text(str(child.pid))\n"
            "child.wait()",
            timeout=1.5,
        )
    )
    (check,) = await preflight(REQUEST)
    assert check.status is CheckStatus.FAIL
    assert check.detail.startswith("Did not finish within 1.5 seconds and was stopped")
    assert await asyncio.to_thread(_is_gone, tmp_path / "child")


def _is_gone(pid_file: Path) -> bool:
    """Whether the process ends soon; one that nobody has buried yet counts as gone."""
    stat = Path("/proc") / pid_file.read_text() / "stat"
    for _ in range(500):
        if not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] in {"Z", "X"}:
            return True
        time.sleep(0.01)
    return False


async def test_a_talkative_check_is_cut_with_a_mark(configure: Configure) -> None:
    configure(python("print('x' * 3_000_000)"))
    (check,) = await preflight(REQUEST)
    assert check.detail.startswith("x" * 400 + "… (cut)")
    assert len(check.detail) < 600


async def test_what_went_to_standard_error_is_told_when_there_is_nothing_else(configure: Configure) -> None:
    configure(python("import sys; print('no route', file=sys.stderr); sys.exit(7)"), python("pass"))
    failed, silent = await preflight(REQUEST)
    assert failed.detail.startswith("no route")
    assert silent.detail.startswith("It printed nothing.")


async def test_a_check_that_cannot_start_has_failed(configure: Configure) -> None:
    configure({"name": "Check", "command": ["no-such-program-anywhere"]}, python("pass", directory="nowhere"))
    for check in await preflight(REQUEST):
        assert check.status is CheckStatus.FAIL
        assert check.detail.startswith("Could not be started")


async def test_tokens_are_kept_from_checks(configure: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "not for checks")
    monkeypatch.setenv("OPENAI_API_KEY", "not for checks")
    monkeypatch.setenv("SMTP_PASSWORD", "not for checks")
    monkeypatch.setenv("LANGGRAPH_API_KEY", "not for checks")
    configure(python("import json, os; print(json.dumps([n for n, v in os.environ.items() if v == 'not for checks']))"))
    (check,) = await preflight(REQUEST)
    assert json.loads(check.detail.split(" (")[0]) == []


async def test_checks_run_beside_one_another_and_keep_their_order(configure: Configure) -> None:
    wait = "import pathlib, time\nwhile not pathlib.Path('go').exists(): time.sleep(0.01)"
    configure(python(wait, name="First"), python("import pathlib; pathlib.Path('go').touch()", name="Second"))
    first, second = await preflight(REQUEST)
    assert (first.name, second.name) == ("First", "Second")
    assert first.status is second.status is CheckStatus.PASS


async def test_the_checks_that_come_along_work_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    statuses = [check.status for check in await preflight(REQUEST)]
    assert statuses == [CheckStatus.WARN, CheckStatus.PASS, CheckStatus.WARN, CheckStatus.PASS]


async def test_a_diff_that_cannot_be_read_fails_its_checks_in_words() -> None:
    tests, _, _, coverage = await preflight(REQUEST.model_copy(update={"diff": "Just deploy it."}))
    assert tests.status is CheckStatus.FAIL
    assert tests.detail.startswith("The diff could not be read: no file header")
    assert coverage.status is CheckStatus.PASS


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "must start with `checks:`"),
        ("checks: []", "checks: Tuple should have at least 1 item"),
        ("checks: [{name: A, command: [x], timeout: 0}]", r"checks\.0\.timeout"),
        ("checks: [{name: A, command: [x], shell: yes}]", r"checks\.0\.shell"),
        ("checks: [", "cannot be read"),
    ],
)
def test_an_unusable_checklist_is_refused_with_its_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, words: str
) -> None:
    file = tmp_path / "checks.yaml"
    file.write_text(content)
    monkeypatch.setenv("COUNTERSIGN_DEPLOY_CHECKS", str(file))
    with pytest.raises(UnreadableChecklist, match=words):
        read_checklist()


def test_a_missing_checklist_is_refused_with_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_DEPLOY_CHECKS", "/nowhere/checks.yaml")
    with pytest.raises(UnreadableChecklist, match=r"/nowhere/checks\.yaml cannot be read"):
        read_checklist()
