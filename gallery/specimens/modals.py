"""Modals about one request: give a reason, see everything, edit, fill in an answer, and the menu *More*."""

from collections.abc import Iterator

from bot.approvals.ask import REJECT
from bot.approvals.commands import PutQuestion, Ring
from bot.approvals.eligibility import Person
from bot.slack.drawing import history, modals, more_modals, sheets
from bot.slack.wording import modal_words
from gallery.specimens import asks
from gallery.specimens.cast import LENA, OTTO, TOM
from gallery.specimens.courses import DEPLOYS, TWO_SIGN, Course, opened
from gallery.specimens.specimen import Json, Specimen, view

HEADING = "Modals of a request"


def specimens() -> Iterator[Specimen]:
    """Every modal that opens from a card."""
    for name, drawn in (*_answering(), *_reading(), *_more()):
        yield view(HEADING, name, drawn)


def _answering() -> Iterator[tuple[str, Json]]:
    asked, full = opened(asks.refund()).request, opened(asks.everything()).request
    yield "A reason that is needed", modals.reason_view(asked, REJECT)
    yield "A reason if you like", modals.reason_view(full, asks.HOLD)
    yield "The form of an answer", sheets.answer_view(full, asks.IN_INSTALMENTS)
    edit = sheets.edit_view(asked, asked.ask.actions[0])
    if edit:
        yield "Edit & approve", edit


def _reading() -> Iterator[tuple[str, Json]]:
    asked, full = opened(asks.refund()), opened(asks.everything()).request
    long = opened(asks.deployment(asks.DIFF * 24), DEPLOYS).request
    yield "See everything", modals.full_view(full)
    yield "Read this first", modals.full_view(long, because=modal_words.READ_FIRST)
    yield "See everything, last page", modals.full_view(long, 99)
    yield "See everything of a closed request", modals.full_view(asked.answered(4, TOM).request)
    changed = {"amount": 2100, "currency": "EUR", "note": "Half now."}
    edited = opened(asks.refund(), TWO_SIGN).answered(3, LENA, edit=changed)
    yield "See everything after an edit", modals.full_view(edited.request)
    yield "More actions than there is room for", modals.full_view(opened(asks.many_actions(), DEPLOYS).request)
    yield "Hostile words", modals.full_view(opened(asks.hostile(), DEPLOYS).request)


def _more() -> Iterator[tuple[str, Json]]:
    course = eventful()
    yield "Let somebody else decide", more_modals.delegate_view(course.request)
    yield "Ask a question", more_modals.question_view(course.request)
    yield "History", more_modals.history_view(course.request, history.lines(course.entries(), course.request))
    yield "History, none yet", more_modals.history_view(course.request, [])


def eventful() -> Course:
    """A refund to which a lot has happened before it was approved."""
    question = PutQuestion(person=Person(id=LENA), question="Is the second parcel back in the warehouse?")
    changed = {"amount": 2100, "currency": "EUR", "note": "Half now, with our apologies."}
    asked = opened(asks.refund(), TWO_SIGN).then(3, question).answered(5, TOM)
    passed_on = asked.delegated(2, LENA, OTTO, "I am at the dentist's.").then(5, Ring())
    return passed_on.answered(2, TOM, edit=changed).answered(4, OTTO)
