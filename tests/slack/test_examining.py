"""What a book of policies names is compared with the workspace before anybody relies on it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.routing import PolicyBook
from bot.approvals.tier import Reviewers, Tier
from bot.faults import Mistake
from bot.slack.examining import SCOPES, examine, examine_channel
from tests.slack.line import MANIFEST, Line, line


@pytest.fixture
async def slack() -> AsyncIterator[Line]:
    """A line to a fresh workspace."""
    async with line() as slack:
        yield slack


def a_book(reviewers: Reviewers, *, channel: str = "#approvals", quorum: int = 1) -> PolicyBook:
    """One policy of one tier."""
    policy = Policy(name="p", channel=channel, tiers=(Tier(name="t", reviewers=reviewers, quorum=quorum),))
    return PolicyBook({"p": policy}, default="p")


async def wrongs(slack: Line, book: PolicyBook, *, thorough: bool = True) -> list[str]:
    """What is wrong with the book, in words."""
    found = await examine(slack.members, slack.client, book, thorough=thorough)
    return [str(mistake) for mistake in found]


def test_the_scopes_that_are_looked_for_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load(Path(MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == SCOPES


async def test_a_book_that_fits_the_workspace_has_no_mistakes(slack: Line) -> None:
    assert await wrongs(slack, a_book(Reviewers(groups=("team-leads",), channels=("#operators",)), quorum=2)) == []


@pytest.mark.parametrize(
    ("reviewers", "wrong"),
    [
        (Reviewers(groups=("nobodies",)), "@nobodies"),
        (Reviewers(people=("nobody@northwind-trading.example",)), "nobody@northwind-trading.example"),
        (Reviewers(channels=("#nowhere",)), "#nowhere"),
    ],
)
async def test_who_or_what_is_not_there_is_a_mistake_at_every_look(
    slack: Line, reviewers: Reviewers, wrong: str
) -> None:
    for thorough in (True, False):
        [found] = await wrongs(slack, a_book(reviewers), thorough=thorough)
        assert "policy p: tier t" in found
        assert wrong in found


async def test_who_has_left_and_what_is_empty_is_found_but_keeps_no_program_from_starting(slack: Line) -> None:
    slack.sandbox.set_group("cfo", [])
    slack.sandbox.deactivate("otto")
    book = a_book(Reviewers(groups=("cfo", "managers"), people=(slack.id_of("otto"),)))
    found = await wrongs(slack, book)
    assert len(found) == 2
    assert "cfo" in found[0]
    assert slack.id_of("otto") in found[1]
    assert await wrongs(slack, book, thorough=False) == []


async def test_a_quorum_that_nobody_could_reach_is_a_mistake(slack: Line) -> None:
    [found] = await wrongs(slack, a_book(Reviewers(groups=("team-leads",)), quorum=3))
    assert "the quorum is 3, but only 2" in found


async def test_more_votes_than_a_group_has_members_are_a_mistake(slack: Line) -> None:
    reviewers = Reviewers(groups=("team-leads", "managers"))
    tier = Tier(name="t", reviewers=reviewers, quorum=3, at_least={"managers": 2})
    book = PolicyBook({"p": Policy(name="p", channel="#approvals", tiers=(tier,))}, default="p")
    [found] = await wrongs(slack, book)
    assert "2 votes are wanted from @managers" in found


async def test_policies_that_others_fall_back_to_are_examined_once(slack: Line) -> None:
    last = Policy(name="last", channel="#approvals", tiers=(Tier(name="t", reviewers=Reviewers(groups=("gone",))),))
    tier = Tier(name="t", reviewers=Reviewers(groups=("managers",)))
    first = Policy(name="first", channel="#approvals", tiers=(tier,), on_timeout=OnTimeout.FALLBACK, fallback=last)
    [found] = await wrongs(slack, PolicyBook({"first": first, "last": last}, default="first"))
    assert "policy last" in found


async def test_a_channel_the_bot_is_not_in_is_a_mistake(slack: Line) -> None:
    slack.sandbox.remove_member("#approvals", "countersign")
    [found] = await wrongs(slack, a_book(Reviewers(groups=("managers",))))
    assert "policy p: channel" in found
    assert "invite it" in found


async def test_a_channel_that_is_not_there_is_a_mistake(slack: Line) -> None:
    [found] = await examine_channel(slack.members, "#nowhere", "here")
    assert found.where == "here"
    assert "#nowhere" in found.wrong
    assert await examine_channel(slack.members, "#operators", "here") == []


async def test_whoever_may_sign_for_themselves_has_to_be_there(slack: Line) -> None:
    tier = Tier(name="t", reviewers=Reviewers(groups=("managers",)))
    named = ("nobody@northwind-trading.example", slack.id_of("otto"))
    policy = Policy(name="p", channel="#approvals", tiers=(tier,), requester_may_act=named)
    [found] = await wrongs(slack, PolicyBook({"p": policy}, default="p"))
    assert "nobody@northwind-trading.example" in found


async def test_whoever_may_undo_has_to_be_there(slack: Line) -> None:
    tier = Tier(name="t", reviewers=Reviewers(groups=("managers",)))
    may = Reviewers(groups=("nobodies",), channels=("#nowhere",))
    found = await wrongs(slack, PolicyBook({"p": Policy(name="p", channel="#approvals", tiers=(tier,), may_undo=may)}))
    assert len(found) == 2
    assert all(where in wrong for where, wrong in zip(("nobodies", "#nowhere"), found, strict=True))


async def test_scopes_that_the_token_lacks_are_named(slack: Line) -> None:
    realm = slack.sandbox.realm
    realm.manifest = replace(realm.manifest, scopes=realm.manifest.scopes - {"im:write"})
    [found] = await wrongs(slack, a_book(Reviewers(groups=("managers",))))
    assert "im:write" in found


async def test_a_slack_that_does_not_answer_is_told_of_and_not_taken_for_a_wrong_name(slack: Line) -> None:
    book = a_book(Reviewers(groups=("managers",)))
    await slack.sandbox.stop()
    found: list[Mistake] = await examine(slack.members, slack.client, book)
    assert len(found) == 3
    assert all("try again" in mistake.remedy for mistake in found)
