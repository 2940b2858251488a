"""The plan is read whole: workflows and policies, and the mistakes of both at once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.faults import Misconfigured
from bot.plan import read_everything, read_plan
from bot.settings import Settings
from tests.architecture.tree import ROOT
from tests.engine.sources import write
from tests.policybook.files import LEADS, NOW

Environ = Callable[..., dict[str, str]]


@pytest.fixture
def environ(tmp_path: Path) -> Environ:
    """The environment of a workflow `closing` and a policies file of this text."""
    write(tmp_path)

    def of(policies: str, **said: str) -> dict[str, str]:
        (tmp_path / "policies.yaml").write_text(policies)
        return {
            "COUNTERSIGN_WORKFLOWS": "closing=flows.py:graph",
            "COUNTERSIGN_POLICIES": "policies.yaml",
            "COUNTERSIGN_DATA": str(tmp_path),
            **said,
        }

    return of


def settings(environ: dict[str, str]) -> Settings:
    return Settings.read(environ, serving=False)


async def test_the_plan_holds_the_graphs_the_book_and_the_file_it_came_from(environ: Environ, tmp_path: Path) -> None:
    plan = await read_plan(settings(environ(f"policies:\n  closing: {LEADS}\n")), tmp_path, lambda: NOW)
    assert [found.name for found in plan.found] == ["closing"]
    assert [policy.name for policy in plan.book.open_to("closing")] == ["closing"]
    assert plan.policy_file.edition() == plan.book.edition
    assert plan.policy_file.workflows == {"closing"}


async def test_every_sla_is_divided_by_the_speedup(environ: Environ, tmp_path: Path) -> None:
    quick = environ(f"policies:\n  closing: {LEADS}\n", COUNTERSIGN_SLA_SPEEDUP="60")
    plan = await read_plan(settings(quick), tmp_path, lambda: NOW)
    assert plan.book.policies["closing"].tiers[0].sla == timedelta(minutes=4)


async def test_a_workflow_without_a_policy_is_a_mistake(environ: Environ, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="for some requests of the workflow closing there is no policy"):
        await read_plan(settings(environ(f"policies:\n  refund: {LEADS}\n")), tmp_path, lambda: NOW)


async def test_mistakes_in_workflows_policies_and_settings_are_told_at_once(environ: Environ, tmp_path: Path) -> None:
    broken = environ("policies:\n  refund: {}\n", COUNTERSIGN_WORKFLOWS="closing=nowhere.py:graph")
    with pytest.raises(Misconfigured) as caught:
        await read_everything(broken, tmp_path)
    said = "\n".join(str(mistake) for mistake in caught.value.mistakes)
    for words in ("SLACK_BOT_TOKEN", "nowhere.py", "policies.yaml:2: policies.refund.channel"):
        assert words in said


async def test_what_comes_with_countersign_is_a_sound_plan() -> None:
    shipped = {"COUNTERSIGN_POLICIES": "workflows/policies.yaml"}
    plan = await read_plan(settings(shipped), ROOT)
    assert plan.book.warnings == ()
    assert plan.book.default == "default"
