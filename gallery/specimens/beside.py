"""Messages beside the cards: what requesters hear, what threads hold, reminders, and what operators must look at."""

from collections.abc import Iterator
from datetime import timedelta

from bot.approvals.commands import TakeBack
from bot.approvals.eligibility import Person
from bot.approvals.machine import RunState
from bot.ledger.run_book import Run
from bot.slack.blocks import Message
from bot.slack.drawing import history, notices, progress
from bot.slack.drawing.notices import Spot
from bot.slack.drawing.reminders import reminder_message
from gallery.specimens import asks
from gallery.specimens.cast import APPROVALS, LENA, MAYA, TOM
from gallery.specimens.courses import PATIENT, START, TWO_SIGN, numbered, opened
from gallery.specimens.ladders import parking
from gallery.specimens.modals import eventful
from gallery.specimens.specimen import Specimen, message

HEADING = "Messages beside the cards"
SPOT = Spot(APPROVALS, "https://northwind-trading.slack.com/archives/C07APPROVE3/p1")
UNSEATED = f"{TOM}\n{START.timestamp()}\n{(START + timedelta(days=7)).timestamp()}"
OUTCOME = "Refunded 2,100 EUR to ACME for T-1042. Reference: R-77."


def specimens() -> Iterator[Specimen]:
    """Everything the bot says that is no card."""
    for name, drawn in (*_to_requesters(), *_in_threads(), *_to_operators(), *_to_reviewers(), *_reminders()):
        yield message(HEADING, name, drawn)


def _to_requesters() -> Iterator[tuple[str, Message]]:
    asked = opened(asks.refund())
    decided = asked.answered(4, LENA, "reject", reason="The second parcel is still with them.").request
    yield "Your task waits", notices.waiting_message(asked.request, SPOT)
    yield "Your task is parked", notices.parked_message(opened(asks.refund(), parking()).request, Spot(APPROVALS))
    if decided.decision:
        yield "Your task goes on", notices.decided_message(decided, decided.decision)
    yield "Your task has finished", _ended(RunState.FINISHED, OUTCOME)
    yield "Your task has failed", _ended(RunState.FAILED, "The bank did not answer; nothing was paid.")
    yield "Your task was cancelled", notices.outcome_message("refund", "run-0001", RunState.CANCELLED, "")


def _in_threads() -> Iterator[tuple[str, Message]]:
    course = eventful()
    question = "Is the second parcel back in the warehouse? <!channel>"
    yield "History", history.history_message(course.entries(), course.request)
    yield "A question", notices.question_message(course.request, LENA, question)
    yield "A run tells how far it is", progress.progress_message(_run(RunState.RUNNING))
    yield "A run has told how far it was", progress.progress_message(_run(RunState.FINISHED))


def _to_operators() -> Iterator[tuple[str, Message]]:
    yield "Work was given up", notices.dead_message("card", "req-0001.approvals", "channel_not_found: #approvals")
    missing = ("There is no user group @team-leads, or it is disabled.", "otto@example.com is deactivated.")
    nobody = opened(asks.refund()).seated(problems=missing).request
    amiss = opened(asks.refund()).seated(TOM, problems=missing[1:]).request
    few = opened(asks.refund(), TWO_SIGN).seated(TOM).request
    yield "A tier has nobody", notices.vacant_message(nobody, nobody.policy, nobody.seatings[0])
    yield "A tier has too few", notices.vacant_message(few, few.policy, few.seatings[0])
    yield "A tier lacks somebody", notices.vacant_message(amiss, amiss.policy, amiss.seatings[0])
    yield "A request is overdue", notices.overran_message(opened(asks.refund(), PATIENT).overdue().overdue().request)
    yield "Something was noticed", notices.alarm_message("req-0001 is open and has no next step.")
    yield "Policies were read", notices.policies_message("workflows/policies.yaml was read anew: 3 policies, 2 routes.")


def _to_reviewers() -> Iterator[tuple[str, Message]]:
    waiting = [numbered(opened(asks.refund(100 * number)), number) for number in range(1, 4)]
    yield "What waits, put together", notices.digest_message(waiting, 0)
    yield "What waits, put together, and more", notices.digest_message(waiting, 9)
    yield "A stand-in will be away", notices.unseated_message(UNSEATED)


def _reminders() -> Iterator[tuple[str, Message]]:
    asked = opened(asks.refund(), TWO_SIGN)
    half = START + timedelta(minutes=15)
    taken_back = TakeBack(person=Person(id=MAYA), because="The customer has found the parcel.")
    yield "A reminder", reminder_message(asked.request, TOM, SPOT, half)
    yield "A reminder, answered", reminder_message(asked.answered(16, TOM).request, TOM, SPOT, half)
    yield "A reminder, not needed any more", reminder_message(asked.then(17, taken_back).request, TOM, SPOT, half)


def _ended(state: RunState, outcome: str) -> Message:
    return notices.outcome_message("refund", "run-0001", state, outcome, requests=[eventful().request])


def _run(state: RunState) -> Run:
    told = "3 of 5 probes have passed: unit tests, lint, coverage."
    return Run(id="run-0001", workflow="deploy", requester=MAYA, input={}, state=state, progress=told)
