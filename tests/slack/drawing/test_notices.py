"""Tests of what is told beside the card."""

from dataclasses import replace

import pytest

from bot.approvals.ask import Ask
from bot.approvals.commands import Ring, Seat, Withdraw
from bot.approvals.machine import RunState
from bot.approvals.policy import OnTimeout
from bot.approvals.request import Seating
from bot.approvals.tier import Reviewers, Tier
from bot.slack import text
from bot.slack.drawing.notices import (
    Spot,
    alarm_message,
    dead_message,
    decided_message,
    digest_message,
    outcome_message,
    overran_message,
    parked_message,
    policies_message,
    question_message,
    started_text,
    unseated_message,
    vacant_message,
    waiting_message,
)
from bot.slack.wording import notice_words
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    REQUESTER,
    a_click,
    a_policy,
    a_request,
    after,
    an_ask,
)
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.asks import expired, settled
from tests.slack.hostile import HOSTILE


@pytest.mark.parametrize("state", RunState)
def test_an_outcome_names_the_workflow_how_it_ended_and_what_it_said(state: RunState) -> None:
    message = accepted(outcome_message("refund", "run-1", state, "Paid 120.00 to Ada, reference R-7."))
    for words in ("refund", notice_words.ENDED[state].split(" ", 1)[1], "reference R-7"):
        assert words in message.text
    assert "Run run-1" in "".join(limits.all_texts(message.blocks))


def test_an_outcome_tells_what_was_decided_and_by_whom() -> None:
    request = a_request()
    approved = after(request, a_click(request))
    withdrawn = after(request, Withdraw(because="over", by="program"))
    requests = [approved, expired(an_ask()), withdrawn]
    message = accepted(outcome_message("refund", "run-1", RunState.FINISHED, "Done.", requests=requests))
    assert f"Refund 120.00 to Ada → Approved by <@{LEAD}>" in message.text
    assert "Rejected by the policy" in message.text
    assert "over" not in message.text


def test_very_many_decisions_are_summed_up() -> None:
    requests = [settled(an_ask())] * 40
    message = accepted(outcome_message("refund", "run-1", RunState.FINISHED, "x" * 9000, requests=requests))
    assert "30 decisions more" in message.text


def test_a_run_that_said_nothing_is_told_so() -> None:
    assert "said nothing" in accepted(outcome_message("refund", "run-1", RunState.FAILED, " ")).text


def test_dead_work_is_told_with_its_kind_its_key_and_its_error() -> None:
    message = accepted(dead_message("card", "card-7", "channel_not_found"))
    for words in ("card card-7", "channel_not_found", "not tried again by itself"):
        assert words in message.text


def test_a_requester_hears_whom_their_run_waits_for_until_when_and_where() -> None:
    message = accepted(waiting_message(a_request(), Spot("C07APPROVE3", "https://northwind.example/p1")))
    for words in ("refund is waiting for a decision", "@team-lead", "<!date^", "<https://northwind.example/p1|"):
        assert words in message.text


def test_a_requester_hears_what_was_decided_and_that_the_run_goes_on() -> None:
    request = after(a_request(), a_click(a_request()))
    assert request.decision
    message = accepted(decided_message(request, request.decision))
    assert f"Refund 120.00 to Ada → Approved by <@{LEAD}>" in message.text
    assert "goes on" in message.text


def test_a_question_names_who_asks_and_calls_the_requester() -> None:
    message = accepted(question_message(a_request(), LEAD, "Which invoice?"))
    assert message.text.startswith(f"<@{LEAD}> asks <@{REQUESTER}> about “Refund 120.00 to Ada”:\nWhich invoice?")


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_a_question_are_harmless(words: str) -> None:
    message = accepted(question_message(a_request(Ask(title=words[:150] or "-")), LEAD, words))
    for marked in [message.text, *limits.marked_texts(message.blocks)]:
        assert marked.replace(f"<@{LEAD}>", "").replace(f"<@{REQUESTER}>", "").count("<") == 0


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_notices_are_harmless(words: str) -> None:
    for message in (
        accepted(outcome_message(words, words, RunState.FINISHED, words)),
        accepted(dead_message(words, words, words)),
    ):
        assert not any("<" in marked for marked in [message.text, *limits.marked_texts(message.blocks)])
    assert "<" not in started_text(words, words)


def a_seating(*problems: str, count: int = 0, vacant: bool = True) -> Seating:
    """What the directory said of the first tier."""
    return Seating(tier=0, round=0, count=count, at=NOON, problems=problems, vacant=vacant)


def test_operators_hear_which_tier_has_nobody_why_and_who_is_asked_instead() -> None:
    request = after(a_request(), Seat(stage="0.0.0", people=frozenset(), problems=("There is no group @team-lead.",)))
    message = accepted(vacant_message(request, request.policy, request.seatings[0]))
    for told in (message.text, "".join(limits.all_texts(message.blocks))):
        for words in (
            "Nobody can decide as",
            "team lead",
            "There is no group @team-lead.",
            "*Asked now:* @manager (manager)",
            "policy refund",
            "Request request-1",
        ):
            assert words in told


def test_operators_hear_of_too_few_and_of_people_who_are_missing() -> None:
    few = accepted(vacant_message(a_request(), a_policy(), a_seating(count=1)))
    assert "Too few people can decide as" in few.text
    amiss = accepted(
        vacant_message(a_request(), a_policy(), a_seating("otto@example.com is gone", count=1, vacant=False))
    )
    assert "Not everybody could be asked as" in amiss.text


def test_operators_hear_what_became_of_a_request_that_is_closed_by_now() -> None:
    request = after(a_request(), a_click(a_request()))
    assert "Approved by" in accepted(vacant_message(request, request.policy, a_seating())).text


def test_very_many_problems_are_summed_up() -> None:
    message = accepted(vacant_message(a_request(), a_policy(), a_seating(*["x" * 900] * 30)))
    assert "22 problems more" in message.text


def test_operators_hear_of_the_policy_that_was_asked_though_another_decides_by_now() -> None:
    person = Tier(name="on call", reviewers=Reviewers(people=(MANAGER,)), sla=HOUR)
    message = accepted(vacant_message(a_request(), a_policy(person, name="nightly"), a_seating()))
    assert "Nobody can decide as on call" in message.text
    assert "policy nightly" in message.text


def test_operators_hear_of_a_request_that_is_overdue_and_nobody_is_pinged() -> None:
    person = Tier(name="manager", reviewers=Reviewers(people=(MANAGER,)), sla=HOUR)
    request = after(a_request(policy=a_policy(person, on_timeout=OnTimeout.WAIT)), Ring(), NOON + HOUR)
    message = accepted(overran_message(request))
    assert "❗ Overdue: Refund 120.00 to Ada" in message.text
    assert "*Asked now:* 1 person (manager)" in message.text
    assert "it waits on" in message.text
    assert MANAGER not in message.text
    later = after(request, Ring(), NOON + 2 * HOUR)
    assert "its time has run out 2 times" in accepted(overran_message(later)).text


def test_a_requester_hears_until_when_their_run_is_parked_and_where_its_card_will_be() -> None:
    request = replace(a_request(), parked_until=NOON + HOUR)
    message = accepted(parked_message(request, Spot("C07APPROVE3")))
    for words in (
        "refund is parked",
        f"*Parked until:* {text.moment(NOON + HOUR)}",
        "The card comes to <#C07APPROVE3>",
    ):
        assert words in message.text
    in_person = accepted(parked_message(request, Spot("")))
    assert in_person.text.endswith("Whoever is asked then gets it as a direct message.")
    linked = accepted(parked_message(request, Spot("C07APPROVE3", "https://northwind.example/p1")))
    assert "<https://northwind.example/p1|" in linked.text


@pytest.mark.parametrize(("more", "end"), [(0, "lists them with buttons"), (1, "1 request more."), (30, "30 requests")])
def test_a_digest_lists_what_waits_and_how_much_more_does(more: int, end: str) -> None:
    requests = [replace(a_request(), id=f"request-{number}") for number in range(10)]
    message = accepted(digest_message(requests, more))
    assert f"{10 + more} requests." in message.text
    assert end in message.text
    buttons = [block["accessory"]["value"] for block in message.blocks if "accessory" in block]
    assert buttons == [request.id for request in requests]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_alarms_and_digests_are_harmless(words: str) -> None:
    request = replace(a_request(Ask(title=words[:150] or "-")), parked_until=NOON + HOUR)
    drawn = (
        alarm_message(words),
        policies_message(words),
        vacant_message(request, request.policy, a_seating(words)),
        overran_message(replace(request, overruns=1)),
        parked_message(request, Spot(words)),
        digest_message([request], 2),
    )
    for message in map(accepted, drawn):
        for marked in [message.text, *limits.marked_texts(message.blocks)]:
            tokens = [token.partition(">")[0] for token in marked.split("<")[1:]]
            assert all(token.startswith("!date^") or token == f"@{REQUESTER}" for token in tokens)


def test_a_card_that_stands_in_no_channel_is_sought_in_none() -> None:
    message = accepted(waiting_message(a_request(), Spot("")))
    assert message.text.endswith("Whoever is asked has it as a direct message.")


def test_whoever_loses_a_stand_in_hears_whom_and_for_how_long_once() -> None:
    body = f"{LEAD}\n{NOON.timestamp()}\n{(NOON + HOUR).timestamp()}"
    message = accepted(unseated_message(body))
    assert message.text.startswith(f"<@{LEAD}>, whom you named")
    assert f"from {text.moment(NOON)} until {text.moment(NOON + HOUR)} nobody decides for you" in message.text
    assert list(limits.marked_texts(message.blocks)) == [message.text]


def test_trouble_is_told_only_where_there_is_some() -> None:
    assert notice_words.trouble(RunState.FINISHED, "Done.", "") == ""
    assert "Connection refused" in notice_words.trouble(RunState.RUNNING, "", "Connection refused")
    assert "it broke" in notice_words.trouble(RunState.FAILED, "it broke", "")
