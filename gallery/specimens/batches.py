"""Cards of batches, and the modals that open from them."""

from collections.abc import Iterator, Sequence

from bot.approvals.ask import APPROVE, REJECT, Risk
from bot.approvals.commands import Ring
from bot.approvals.request import Request
from bot.slack.drawing import batch_cards, batch_modals
from bot.slack.drawing.batch_modals import Batch
from bot.slack.drawing.cards import Shown
from gallery.specimens import asks
from gallery.specimens.cast import LENA, MENTIONS, TOM
from gallery.specimens.courses import DEPLOYS, TWO_SIGN, Course, opened
from gallery.specimens.specimen import Specimen, message, view

CARDS = "Batches"
MODALS = "Modals of a batch"
BATCH_ID = "batch-0001"
CUSTOMERS = ("ACME", "Globex", "Initech", "Hooli", "Umbrella", "Stark", "Wayne", "Wonka", "Tyrell", "Cyberdyne")
AMOUNTS = (120, 145, 99, 4800, 130, 160, 110, 125, 140, 105)


def specimens() -> Iterator[Specimen]:
    """Batches in every state, and everything that can be done to one."""
    yield from _cards()
    yield from _modals()


def _cards() -> Iterator[Specimen]:
    courses = _courses()
    drawn = {
        "Ten refunds, one stands out": [course.request for course in courses],
        "Three that are alike": [course.request for course in courses[:3]],
        "Some are decided": _some_decided(courses),
        "All are decided": _all_decided(courses),
        "Escalated and edited": _escalated_and_edited(courses),
        "High risk asks twice": [opened(asks.refund(300, "Soylent", risk=Risk.HIGH)).request, courses[1].request],
        "Fifty refunds": [opened(asks.refund(100 + number), number=number).request for number in range(1, 51)],
    }
    for name, requests in drawn.items():
        yield _card(name, requests, Shown(mentions=MENTIONS))
    yield _card("The copy in a direct message", drawn["Ten refunds, one stands out"], Shown(direct=True))


def _modals() -> Iterator[Specimen]:
    courses = _courses()
    batch = Batch(BATCH_ID, tuple(course.request for course in courses))
    partly = Batch(BATCH_ID, tuple(_some_decided(courses)))
    closed = Batch(BATCH_ID, tuple(_all_decided(courses)))
    longer = asks.deployment(asks.DIFF * 24)
    long = Batch(BATCH_ID, tuple(opened(longer, DEPLOYS, number=number).request for number in (1, 2)))
    yield view(MODALS, "Reject all, with a reason", batch_modals.reason_for_all(batch, REJECT))
    yield view(MODALS, "Reject those that are left", batch_modals.reason_for_all(partly, REJECT))
    yield view(MODALS, "See everything, first page", batch_modals.all_view(batch))
    yield view(MODALS, "See everything, last page", batch_modals.all_view(batch, 99))
    yield view(MODALS, "See everything, all decided", batch_modals.all_view(closed, 99))
    yield view(MODALS, "One by one, the first", batch_modals.each_view(batch))
    yield view(MODALS, "One by one, in the middle", batch_modals.each_view(batch, 4, told="*Approve* is counted."))
    yield view(MODALS, "One by one, one that is decided", batch_modals.each_view(partly, 1))
    yield view(MODALS, "One by one, a long one", batch_modals.each_view(long))
    yield view(MODALS, "Answered", batch_modals.closing_view(f"*{APPROVE.label}* is counted for 9 requests."))


def _courses() -> list[Course]:
    pairs = enumerate(zip(AMOUNTS, CUSTOMERS, strict=True), 1)
    return [opened(asks.refund(amount, customer), number=number) for number, (amount, customer) in pairs]


def _escalated_and_edited(courses: Sequence[Course]) -> list[Request]:
    changed = {"amount": 60, "currency": "EUR", "note": "Half of it."}
    moved = [course.then(30, Ring()) for course in courses[:5]]
    edited = opened(asks.refund(120), TWO_SIGN, number=9).answered(3, LENA, edit=changed)
    return [*(course.request for course in moved), edited.request]


def _some_decided(courses: Sequence[Course]) -> list[Request]:
    rejected = courses[3].answered(4, LENA, "reject", reason="Forty times the others, and not explained.")
    decided = [courses[0].answered(5, TOM), courses[1].answered(6, TOM), courses[2], rejected, *courses[4:]]
    return [course.request for course in decided]


def _all_decided(courses: Sequence[Course]) -> list[Request]:
    reason = "Forty times the others, and not explained."
    rejected = courses[3].answered(4, LENA, "reject", reason=reason).request
    approved = [course.answered(6, TOM).request for course in courses]
    return [*approved[:3], rejected, *approved[4:]]


def _card(name: str, requests: Sequence[Request], shown: Shown) -> Specimen:
    return message(CARDS, name, batch_cards.draw_batch(BATCH_ID, requests, shown))
