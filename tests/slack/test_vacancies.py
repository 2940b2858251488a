"""A tier that became too small to decide is looked at again at once, for every request that asks it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.approvals.policy import Policy
from bot.approvals.tier import Reviewers, Tier
from bot.ledger.database import Ledger
from bot.ledger.tables import notices
from bot.slack.vacancies import Vacancies
from tests.approvals.examples import NOON
from tests.ledger import books
from tests.slack.line import Line, line

MANAGERS = Tier(name="managers", reviewers=Reviewers(groups=("managers",)))
TWO_LEADS = Tier(name="leads", reviewers=Reviewers(groups=("team-leads",)), quorum=2)
OPERATORS = Tier(name="operators", reviewers=Reviewers(channels=("#operators",)))
LAST = Tier(name="directors", reviewers=Reviewers(groups=("directors",)))


@pytest.fixture
async def slack() -> AsyncIterator[Line]:
    """A line to a fresh workspace."""
    async with line() as slack:
        yield slack


@pytest.fixture
async def vacancies(slack: Line, tmp_path: Path) -> AsyncIterator[Vacancies]:
    """What looks for empty tiers on an empty ledger."""
    ledger = await Ledger.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    yield Vacancies(ledger=ledger, members=slack.members, now=lambda: NOON)
    await ledger.close()


async def opened(vacancies: Vacancies, number: int, tier: Tier) -> str:
    """A request that is put to this tier first."""
    await books.add_waiting_run(vacancies.ledger, number)
    policy = Policy(name="p", channel="#approvals", tiers=(tier, LAST))
    return (await books.give(vacancies.ledger, None, books.opening(number, policy=policy))).id


async def recalled(vacancies: Vacancies) -> set[str]:
    """The requests of which it is to be looked up anew who can decide them."""
    async with vacancies.ledger.read() as conn:
        return set(await conn.scalars(select(notices.c.request_id).where(notices.c.kind == "call")))


async def test_all_that_ask_a_group_that_became_empty_are_looked_at_again_and_no_others(
    slack: Line, vacancies: Vacancies
) -> None:
    first, second = await opened(vacancies, 1, MANAGERS), await opened(vacancies, 2, MANAGERS)
    await opened(vacancies, 3, TWO_LEADS)
    await vacancies.group_changed("S07MANAGERS")
    assert await recalled(vacancies) == set()
    slack.sandbox.set_group("managers", [])
    vacancies.members.group_changed("S07MANAGERS")
    await vacancies.group_changed("S07MANAGERS")
    assert await recalled(vacancies) == {first, second}


async def test_a_tier_with_fewer_people_than_its_quorum_is_too_small(slack: Line, vacancies: Vacancies) -> None:
    request = await opened(vacancies, 1, TWO_LEADS)
    slack.sandbox.deactivate("lena")
    await vacancies.person_left()
    assert await recalled(vacancies) == {request}


async def test_a_group_that_was_disabled_has_nobody(slack: Line, vacancies: Vacancies) -> None:
    request = await opened(vacancies, 1, MANAGERS)
    del slack.sandbox.realm.workspace.groups["S07MANAGERS"]
    vacancies.members.group_changed("S07MANAGERS")
    await vacancies.group_changed("S07MANAGERS")
    assert await recalled(vacancies) == {request}


async def test_a_channel_that_everybody_left_has_nobody(slack: Line, vacancies: Vacancies) -> None:
    request = await opened(vacancies, 1, OPERATORS)
    await opened(vacancies, 2, MANAGERS)
    for name in ("miguel", "rhea"):
        slack.sandbox.remove_member("#operators", name)
    await vacancies.channel_changed()
    assert await recalled(vacancies) == {request}


async def test_where_slack_does_not_say_who_is_there_nobody_is_taken_for_gone(
    slack: Line, vacancies: Vacancies
) -> None:
    await opened(vacancies, 1, MANAGERS)
    slack.sandbox.set_group("managers", [])
    vacancies.members.group_changed("S07MANAGERS")
    await vacancies.members.mentions()
    slack.sandbox.faults.add("usergroups.users.list", status=500)
    await vacancies.group_changed("S07MANAGERS")
    assert await recalled(vacancies) == set()
