"""The history tells every event in plain words, newest kept where room is short, and nothing typed can harm it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.approvals.ask import APPROVE, Ask
from bot.approvals.commands import (
    Command,
    Degrade,
    Extend,
    MarkApplied,
    PutQuestion,
    Reopen,
    Ring,
    Seat,
    TakeBack,
    Withdraw,
)
from bot.approvals.eligibility import Person
from bot.approvals.events import Escalated, Event, Neared, Opened, Questioned, Unparked
from bot.approvals.machine import evolve
from bot.approvals.policy import OnTimeout, Outage, Policy
from bot.approvals.request import Request
from bot.approvals.rules import decide
from bot.ledger.chain import Entry
from bot.slack.drawing import history
from bot.slack.drawing.history import history_begun, history_message, lines
from tests.approvals.examples import (
    HOUR,
    IN_INSTALMENTS,
    LEAD,
    MANAGER,
    NOON,
    OUTSIDER,
    REQUESTER,
    SECOND_LEAD,
    a_click,
    a_delegation,
    a_drafted_ask,
    a_filled_click,
    a_policy,
    a_roster,
    a_roster_with,
    a_tier,
    a_view,
    an_ask,
    an_auto_tier,
    an_edit,
    an_opening,
)
from tests.slack import limits
from tests.slack.accepting import accepted
from tests.slack.hostile import HOSTILE

Move = Callable[[Request], Command]


def a_story(
    *moves: Move, ask: Ask | None = None, policy: Policy | None = None, step: timedelta = HOUR / 100
) -> list[str]:
    """The history after these moves, one each `step`."""
    return lines(*folded(moves, ask, policy, step))


def folded(
    moves: Sequence[Move], ask: Ask | None = None, policy: Policy | None = None, step: timedelta = HOUR / 100
) -> tuple[list[Entry], Request]:
    """The audit trail's entries after these moves, and the request."""
    happened: list[Event] = list(decide(None, an_opening(ask, policy), NOON))
    request = _after(None, happened)
    for number, move in enumerate(moves, start=1):
        events = decide(request, move(request), NOON + number * step)
        happened += events
        request = _after(request, events)
    return [entry(event, seq) for seq, event in enumerate(happened, start=1)], request


def entry(event: Event, seq: int = 1) -> Entry:
    """The event as it stands in the chain."""
    return Entry(position=seq, request_id="request-1", seq=seq, event=event, hash="h")


def _after(request: Request | None, events: Sequence[Event]) -> Request:
    for event in events:
        request = evolve(request, event)
    assert request
    return request


def asks_back(question: str = "Which invoice?") -> Move:
    """Somebody asks something."""
    return lambda _: PutQuestion(person=Person(id=OUTSIDER), question=question)


def ringing(_: Request) -> Command:
    """The clock rings."""
    return Ring()


def test_a_story_begins_with_who_asked_for_what_and_who_was_asked() -> None:
    [opened] = a_story()
    assert opened.startswith("<!date^")
    assert f"refund asked for approval, for <@{REQUESTER}>; it was put to team lead." in opened


def test_a_vote_is_told_with_its_reason_and_then_the_decision_and_that_it_was_applied() -> None:
    told = a_story(lambda request: a_click(request, reason=""), lambda _: MarkApplied())
    assert [line.partition(">: ")[2] for line in told[1:]] == [
        f"<@{LEAD}> chose *Approve*.",
        f"*Approved* by <@{LEAD}>.",
        "The workflow took the answer in and went on.",
    ]


def test_a_decision_names_an_action_that_says_more_than_the_verdict() -> None:
    told = a_story(lambda request: a_click(request, action="hold"))
    assert "(Hold) by" in told[2]


def test_a_reason_and_whose_seat_it_was_are_told() -> None:
    roster = a_roster_with({LEAD: OUTSIDER})
    told = a_story(lambda request: a_click(request, OUTSIDER, "reject", roster=roster, reason="too <much>"))
    assert f"<@{OUTSIDER}>, standing in for <@{LEAD}>, chose *Reject*, “too &lt;much&gt;”." in told[1]


def test_the_values_of_an_answer_are_told() -> None:
    ask = an_ask(actions=(APPROVE, IN_INSTALMENTS))
    told = a_story(lambda request: a_filled_click(request, {"months": 6}), ask=ask)
    assert "chose *Approve in instalments*. Filled in: Months: 6" in told[1]


def test_an_edit_is_told_with_what_was_and_what_is() -> None:
    told = a_story(lambda request: an_edit(request, {"amount": 80, "note": "charged twice"}), ask=a_drafted_ask())
    assert "120 → 80" in told[1]
    assert "charged twice" not in told[1]
    assert "count no more" not in told[1]


def test_an_edit_voids_votes_only_where_there_were_some() -> None:
    policy = a_policy(a_tier("team lead", quorum=3))
    told = a_story(
        lambda request: a_click(request, SECOND_LEAD),
        lambda request: an_edit(request, {"amount": 80, "note": "charged twice."}),
        lambda request: an_edit(request, {"amount": 70, "note": "charged twice."}, SECOND_LEAD),
        ask=a_drafted_ask(),
        policy=policy,
    )
    assert ["count no more" in line for line in told[1:]] == [False, True, False, True, False]


def test_no_sentence_ends_twice() -> None:
    told = a_story(
        lambda request: a_delegation(reason="I am on holiday."),
        lambda request: an_edit(request, {"amount": 80, "note": "Once."}, SECOND_LEAD),
        ask=a_drafted_ask(),
    )
    assert not any(doubled in line for line in told for doubled in (".”.", "..", "?.", "?:"))


def test_an_edit_that_only_another_tier_may_sign_for_says_so() -> None:
    policy = a_policy(a_tier("team lead", limits={"amount": 500.0}), a_tier("manager"))
    told = a_story(lambda request: an_edit(request, {"amount": 5000, "note": "x"}), ask=a_drafted_ask(), policy=policy)
    assert "What it is now is for manager to decide." in told[1]


def test_a_seat_passed_on_a_reading_and_a_question_are_told() -> None:
    told = a_story(lambda _: a_delegation(reason="on holiday"), a_view, asks_back())
    assert f"<@{LEAD}> asked <@{OUTSIDER}> to decide in their stead, “on holiday”." in told[1]
    assert f"<@{LEAD}> read everything that is asked." in told[2]
    assert f"<@{OUTSIDER}> asked: “Which invoice?”" in told[3]


def test_a_reminder_is_told_and_time_that_only_passed_is_not() -> None:
    request = folded([])[1]
    silent, loud = (entry(Neared(share=0.5, reminded=reminded, at=NOON)) for reminded in (False, True))
    assert lines([silent], request) == []
    assert "After half of the time, whoever had not voted was reminded (team lead)." in lines([loud], request)[0]


def test_an_escalation_by_time_and_what_nobody_decided_are_told() -> None:
    told = a_story(ringing, ringing, step=HOUR)
    assert "team lead did not decide in time, so it was put to manager." in told[1]
    assert "*Rejected* by the policy, as it was not decided in time; it was with manager last." in told[2]


def test_an_escalation_by_hand_is_told_with_by_whom_and_why() -> None:
    told = a_story(lambda request: a_click(request, action="escalate", reason="above me"), ask=a_drafted_ask())
    assert f"<@{LEAD}> put it to manager, “above me”." in told[1]


LADDER = a_policy(a_tier(), a_tier("manager"), name="refunds").model_copy(
    update={
        "on_timeout": OnTimeout.FALLBACK,
        "fallback": a_policy(a_tier("director"), on_timeout=OnTimeout.WAIT, name="last resort"),
        "repeat": 1,
    }
)


def looks_up(*people: str, called: tuple[str, ...] = (), problems: tuple[str, ...] = ()) -> Move:
    """The directory says who belongs to the tier that is asked."""
    return lambda request: Seat(stage=request.stage, people=frozenset(people), called=called, problems=problems)


def after_the_time(told: list[str]) -> list[str]:
    """The lines without their times."""
    return [line.partition(">: ")[2] for line in told]


def test_a_whole_climb_is_told_with_the_names_that_each_policy_has_for_its_tiers() -> None:
    told = after_the_time(a_story(*[ringing] * 5, policy=LADDER, step=HOUR))
    assert told[1:] == [
        "team lead did not decide in time, so it was put to manager.",
        "It was not decided, so it was put to team lead again, in round 2.",
        "team lead did not decide in time, so it was put to manager.",
        "refunds brought no decision, so policy last resort took over, and it was put to director.",
        "director did not decide in time. It waits on, and whoever had not voted was reminded.",
    ]


def test_who_could_be_asked_is_told_with_who_was_called_and_who_is_missing() -> None:
    missing = "There is no group <@leads>."
    told = after_the_time(a_story(looks_up(problems=(missing,)), looks_up(MANAGER, called=(MANAGER,)), policy=LADDER))
    assert told[1:] == [
        "Nobody can decide it as team lead. Not everything was found: There is no group &lt;@leads&gt;.",
        "team lead could not decide it, so it was put to manager.",
        f"1 person can decide it as manager. Called: <@{MANAGER}>.",
    ]


def test_more_time_is_told_with_who_gave_it_until_when_and_why() -> None:
    more = Extend(person=Person(id=LEAD), roster=a_roster(), by=HOUR / 2, because="The <bank> calls.")
    told = a_story(lambda _: more)
    assert f"<@{LEAD}> put the deadline off by 30 min, until <!date" in told[1]
    assert "“The &lt;bank&gt; calls.”" in told[1]


def test_another_look_is_told_where_it_was_wanted_and_where_it_is_given() -> None:
    wanted = Reopen(person=Person(id=REQUESTER), roster=a_roster(), because="New facts", run_id="run-2")
    told = a_story(lambda request: a_click(request, action="reject", reason="no"), lambda _: wanted)
    assert f"<@{REQUESTER}> asked for another look, “New facts”. It is given by run-2." in told[-1]
    opened = folded([])[0][0].event
    assert isinstance(opened, Opened)
    again = replace(opened, origin=replace(opened.origin, reopens="request-0"), routed_by="large ones")
    [line] = lines([entry(again)], folded([])[1])
    assert line.endswith("It gives request-0 another look. Policy refund holds by the route “large ones”.")


def test_parking_is_told_wherever_it_happens() -> None:
    request = folded([])[1]
    tomorrow = NOON + 24 * HOUR
    opened = folded([])[0][0].event
    assert isinstance(opened, Opened)
    events: list[Event] = [
        replace(opened, parked_until=tomorrow),
        Unparked(at=tomorrow, parked_until=tomorrow + HOUR),
        Unparked(at=tomorrow + HOUR),
        Escalated(tier=1, due_at=None, at=tomorrow + HOUR, parked_until=tomorrow + 2 * HOUR),
    ]
    told = after_the_time(lines([entry(event) for event in events], request))
    assert "it will be put to team lead. It is parked until <!date" in told[0]
    assert told[1].startswith("Nobody worked any more, so it was parked until <!date")
    assert told[2] == "People work again, and it was put to team lead."
    assert "so it was put to manager. It is parked until <!date" in told[3]


def test_what_slacks_absence_decided_is_told() -> None:
    impatient = a_policy().model_copy(update={"outage": Outage(after=HOUR)})
    told = a_story(lambda _: Degrade(), policy=impatient)
    assert "*Rejected* by the policy, as Slack could not be reached for too long." in told[1]


def test_what_the_policy_decided_alone_is_told() -> None:
    told = a_story(ask=an_ask(amount=10), policy=a_policy(an_auto_tier(), a_tier()))
    assert "*Approved* by the policy: it was within the limits of auto." in told[1]


def test_a_withdrawal_is_told_with_by_whom_and_why() -> None:
    by_program = a_story(lambda _: Withdraw(because="The run was cancelled.", by="engine"))
    by_person = a_story(lambda _: TakeBack(person=Person(id=REQUESTER), because="a typo"))
    assert "*Withdrawn*, nothing was decided, “The run was cancelled.”" in by_program[1]
    assert f"*Withdrawn* by <@{REQUESTER}>, nothing was decided, “a typo”." in by_person[1]


def test_a_short_story_is_shown_whole() -> None:
    entries, request = folded([a_click])
    message = accepted(history_message(entries, request))
    assert message.text.splitlines() == ["*History* · Refund 120.00 to Ada", *lines(entries, request)]


def test_a_history_begins_without_naming_anybody() -> None:
    assert "<" not in accepted(history_begun(folded([])[1])).text


def test_of_a_long_story_the_oldest_are_counted() -> None:
    entries, request = folded([asks_back(f"Question {number}?") for number in range(200)], step=timedelta(seconds=1))
    message = accepted(history_message(entries, request))
    _, first, *rest = message.text.splitlines()
    assert f"{201 - len(rest)} earlier entries are not shown here" in first
    assert rest == lines(entries, request)[-len(rest) :]
    assert len(message.text) <= 3200


def test_one_that_is_left_out_is_counted_in_the_singular() -> None:
    entries, request = folded([])
    line = len(lines(entries, request)[0]) + 1
    many = entries * (history.LONGEST // line + 1)
    assert "1 earlier entry is not shown here" in history_message(many, request).text


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_in_a_story_are_harmless(words: str) -> None:
    values = {"amount": 80, "note": words}
    moves: list[Move] = [
        lambda _: a_delegation(reason=words.strip() or "-"),
        lambda request: an_edit(request, values, SECOND_LEAD, roster=a_roster_with({}, [LEAD, SECOND_LEAD], [MANAGER])),
    ]
    entries, request = folded(moves, a_drafted_ask(), a_policy(a_tier(quorum=2), a_tier("manager")))
    asked = Questioned(person=OUTSIDER, question=words, at=NOON)
    message = accepted(history_message([*entries, entry(asked, 9)], request))
    checked = {f"<@{person}>" for person in (REQUESTER, LEAD, SECOND_LEAD, OUTSIDER)}
    for marked in [message.text, *limits.marked_texts(message.blocks)]:
        tokens = [f"<{token.partition('>')[0]}>" for token in marked.split("<")[1:]]
        assert all(token in checked or token.startswith("<!date^17724") for token in tokens)
        assert marked.count("\n") <= len(entries) + 2
