"""Modals about one request: give a reason, see everything, edit, fill in an answer, and the menu *More*."""

from collections.abc import Iterator
from datetime import timedelta

from bot.approvals.ask import REJECT
from bot.approvals.commands import PutQuestion, Ring
from bot.approvals.eligibility import Person
from bot.approvals.policy import OnTimeout, Policy
from bot.slack.drawing import history, modals, more_modals, move_modals, sheets
from bot.slack.wording import modal_words
from gallery.specimens import asks
from gallery.specimens.cast import DORA, LENA, MAYA, MIGUEL, OTTO, TOM
from gallery.specimens.courses import DEPLOYS, DIRECTORS, MANAGERS, REFUNDS, TWO_SIGN, Course, opened
from gallery.specimens.specimen import Json, Specimen, view

HEADING = "Modals of a request"


def specimens() -> Iterator[Specimen]:
    """Every modal that opens from a card."""
    for name, drawn in (*_answering(), *_reading(), *_more(), *_moves()):
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
    yield "Hand over", more_modals.delegate_view(course.request)
    yield "Ask a question", more_modals.question_view(course.request)
    yield "History", more_modals.history_view(course.request, history.lines(course.entries(), course.request))
    yield "History, none yet", more_modals.history_view(course.request, [])


def _moves() -> Iterator[tuple[str, Json]]:
    asked = opened(asks.refund())
    parted = MANAGERS.model_copy(update={"earlier_may_act": False})
    ladder = REFUNDS.model_copy(update={"tiers": (*REFUNDS.tiers[:1], parted)})
    extended = asked.extended(5, TOM, timedelta(minutes=10), "The bank calls back.")
    yield "Escalate now", move_modals.escalate_now_modal(asked.request)
    yield "Escalate now, away from those asked", move_modals.escalate_now_modal(opened(asks.refund(), ladder).request)
    yield "Extend the time", move_modals.extend_modal(asked.request)
    yield "Extend the time once more", move_modals.extend_modal(extended.request)
    yield "Take another look", move_modals.reopen_modal(asked.answered(5, TOM, "reject", reason="No.").request)
    story = climbed()
    yield (
        "History of a long climb",
        more_modals.history_view(story.request, history.lines(story.entries(), story.request)),
    )


def climbed() -> Course:
    """A refund that was passed over, put off, put up, begun again, handed to another policy, and looked at again."""
    last = Policy(name="last resort", channel="#approvals", tiers=(DIRECTORS,))
    ladder = REFUNDS.model_copy(update={"on_timeout": OnTimeout.FALLBACK, "fallback": last, "repeat": 1})
    asked = opened(asks.refund(), ladder, reopens="req-0000", routed_by="all refunds")
    first = asked.seated(problems=("There is no user group @team-leads, or it is disabled.",)).seated(MIGUEL)
    put_off = first.extended(5, MIGUEL, timedelta(minutes=20), "The bank calls back.")
    directors = put_off.escalated(5, MIGUEL, "Above me.").seated(DORA, called=(DORA,))
    rejected = directors.overdue().overdue().overdue().overdue().overdue()
    return rejected.reopened(60, MAYA, "It was Christmas.")


def eventful() -> Course:
    """A refund to which a lot has happened before it was approved."""
    question = PutQuestion(person=Person(id=LENA), question="Is the second parcel back in the warehouse?")
    changed = {"amount": 2100, "currency": "EUR", "note": "Half now, with our apologies."}
    asked = opened(asks.refund(), TWO_SIGN).then(3, question).answered(5, TOM)
    passed_on = asked.delegated(2, LENA, OTTO, "I am at the dentist's.").then(5, Ring())
    return passed_on.answered(2, TOM, edit=changed).answered(4, OTTO)
