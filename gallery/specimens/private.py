"""What one person sees alone: lists of `/approvals`, help, nudges, and why an answer was not counted."""

from collections.abc import Iterator

from bot.approvals.commands import Ring, TakeBack
from bot.approvals.eligibility import Person
from bot.approvals.policy import OnTimeout
from bot.approvals.refusals import Reason
from bot.approvals.request import Request
from bot.desk.batch_voting import Tallied
from bot.slack.drawing import lists, notices, sweeps
from bot.slack.drawing.lists import Found, Which
from bot.slack.drawing.refusing import Reach, refusal
from bot.slack.wording import command_words, modal_words
from gallery.specimens import asks
from gallery.specimens.cast import MAYA, MENTIONS, MIGUEL, OTTO, TOM
from gallery.specimens.courses import DEPLOYS, MANAGERS, TWO_SIGN, numbered, opened
from gallery.specimens.ladders import parking, policy
from gallery.specimens.specimen import Kind, Specimen, message, words
from gallery.specimens.undoable import offered

LISTS = "Lists of /approvals"
TOLD = "What one person is told"
REFUSALS = "Why an answer was not counted"
REACH = Reach(MENTIONS, "#approvals")


def specimens() -> Iterator[Specimen]:
    """Everything that is for one person's eyes, but for modals."""
    yield from _lists()
    for name, said in _told():
        yield words(TOLD, name, said)
    for reason in Reason:
        yield words(REFUSALS, reason.value.replace("_", " ").capitalize(), _refused(reason))


def _lists() -> Iterator[Specimen]:
    course = opened(asks.refund())
    waiting = [numbered(opened(asks.refund(100 * number)), number) for number in range(1, 8)]
    drawn = {
        "What waits for me": lists.draw_list(Which.WAITING, Found(tuple(waiting))),
        "What waits for me, last page": lists.draw_list(Which.WAITING, Found(tuple(waiting)), 2),
        "Nothing waits for me": lists.draw_list(Which.WAITING, Found()),
        "All that is open, not quite sure": lists.draw_list(Which.ALL, Found((waiting[0],), looked_at=400, unsure=3)),
        "What is parked, begun again or overdue": lists.draw_list(Which.ALL, Found(tuple(on_ladders()))),
        "What I asked for": lists.draw_list(Which.MINE, Found((waiting[0], course.answered(4, TOM).request))),
        "What was decided": lists.draw_list(Which.HISTORY, Found(tuple(closed_ones()))),
    }
    for name, told in drawn.items():
        yield message(LISTS, name, told, Kind.PRIVATE)


def closed_ones() -> list[Request]:
    """Requests that ended in every way."""
    course = opened(asks.refund())
    taken_back = TakeBack(person=Person(id=MAYA), because="The customer has found the parcel.")
    ended = [
        course.answered(4, TOM, edit={"amount": 2100, "currency": "EUR", "note": "Half now."}),
        course.answered(5, TOM, "reject", reason="Not explained."),
        opened(asks.deployment(), DEPLOYS).answered(3, TOM, "hold", reason="Not on a Friday."),
        course.then(30, Ring()).then(45, Ring()).then(60, Ring()),
        course.then(6, taken_back),
    ]
    return [numbered(each, number) for number, each in enumerate(ended, 1)]


def on_ladders() -> list[Request]:
    """Open requests that stand on a ladder in ways that a list tells."""
    ladders = [parking(), policy(MANAGERS, repeat=2), policy(MANAGERS, on_timeout=OnTimeout.WAIT)]
    parked, repeated, overdue = (opened(asks.refund(), ladder) for ladder in ladders)
    courses = [parked, repeated.overdue(), overdue.overdue()]
    return [numbered(each, number) for number, each in enumerate(courses, 1)]


def _told() -> Iterator[tuple[str, str]]:
    request = opened(asks.refund()).request
    title = request.ask.title
    tallied = [Tallied(request), Tallied(request, Reason.OWN_REQUEST), Tallied(request, Reason.STALE_CARD)]
    yield "Help on /task", command_words.HELP
    yield "Help on /approvals", command_words.APPROVALS_HELP
    yield "An unknown word after /approvals", command_words.unknown_command("histroy", "history")
    yield "An unknown request", command_words.unknown_request("req-9999")
    yield "An unknown workflow", command_words.unknown_workflow("refnd", "refund", "deploy, refund, signoff")
    yield "A task is started", notices.started_text("refund", "run-0001")
    yield "“lgtm” in a thread, by a reviewer", command_words.hearsay(title)
    yield "“lgtm” in a thread, by somebody else", command_words.hearsay_of_others(title, "<!subteam^S07TEAMLEAD>")
    yield "Several answered at once", sweeps.told("Approve", tallied, 1)
    yield "An edit beyond one's own limit", modal_words.put_to(f"<@{MIGUEL}>", "manager")
    yield "A question is sent", modal_words.QUESTION_SENT
    yield "Passed on", modal_words.passed_on(f"<@{OTTO}>")
    yield "Withdrawn", command_words.withdrawn(title)


def _refused(reason: Reason) -> str:
    match reason:
        case Reason.ALREADY_CLOSED:
            course = opened(asks.refund()).answered(4, TOM, "reject", reason="Not explained.")
        case Reason.ALREADY_COUNTED:
            course = opened(asks.refund(), TWO_SIGN).answered(4, TOM)
        case Reason.ALREADY_REOPENED:
            course = opened(asks.refund()).answered(4, TOM, "reject", reason="Not explained.")
            course = course.reopened(20, MAYA, "Here is the explanation.")
        case Reason.TOO_LATE_TO_UNDO:
            course = offered().then(30, Ring())
        case _:
            course = opened(asks.refund())
    return refusal(reason, course.request, TOM, REACH)
