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
from gallery.specimens.courses import START, TWO_SIGN, opened
from gallery.specimens.modals import eventful
from gallery.specimens.specimen import Specimen, message

HEADING = "Messages beside the cards"
SPOT = Spot(APPROVALS, "https://northwind-trading.slack.com/archives/C07APPROVE3/p1")
OUTCOME = "Refunded 2,100 EUR to ACME for T-1042. Reference: R-77."


def specimens() -> Iterator[Specimen]:
    """Everything the bot says that is no card."""
    for name, drawn in (*_to_requesters(), *_in_threads(), *_reminders()):
        yield message(HEADING, name, drawn)


def _to_requesters() -> Iterator[tuple[str, Message]]:
    asked = opened(asks.refund())
    decided = asked.answered(4, LENA, "reject", reason="The second parcel is still with them.").request
    yield "Your task waits", notices.waiting_message(asked.request, SPOT)
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
    yield "Operators must look", notices.dead_message("card", "req-0001.approvals", "channel_not_found: #approvals")


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
