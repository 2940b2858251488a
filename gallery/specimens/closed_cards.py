"""Cards of requests that are closed: what became of them."""

from collections.abc import Iterator
from datetime import timedelta

from bot.approvals.commands import Degrade, MarkApplied, Ring, TakeBack, Withdraw
from bot.approvals.eligibility import Person
from bot.approvals.policy import Outage
from bot.slack.drawing import cards
from bot.slack.drawing.cards import Shown
from gallery.specimens import asks
from gallery.specimens.cast import LENA, MAYA, MENTIONS, MIGUEL, OTTO, RHEA, TOM
from gallery.specimens.courses import DEPLOYS, LENIENT, REFUNDS, TWO_SIGN, WITHIN_LIMITS, Course, opened
from gallery.specimens.specimen import Specimen, message

HEADING = "Cards that are closed"


def specimens() -> Iterator[Specimen]:
    """Every way in which a request can end."""
    yield from _decided()
    yield from _undecided()


def _decided() -> Iterator[Specimen]:
    asked = opened(asks.refund())
    approved = asked.answered(6, TOM)
    yield _card("Approved", approved)
    yield _card("Approved, and the workflow has the answer", approved.then(0.1, MarkApplied()))
    changed = {"amount": 2100, "currency": "EUR", "note": "Half of it, with our apologies."}
    yield _card("Approved as edited", asked.answered(9, TOM, edit=changed))
    yield _card("Rejected", asked.answered(12, LENA, "reject", reason="The second parcel is still with them."))
    held = opened(asks.deployment(), DEPLOYS).answered(3, RHEA, "hold", reason="Not on a Friday.")
    yield _card("Held, neither approved nor rejected", held)
    values = {"months": 6, "begins": "2026-12-01"}
    yield _card("Approved with values", opened(asks.everything()).answered(5, TOM, "in_instalments", values=values))
    both = opened(asks.refund(), TWO_SIGN).answered(4, TOM).answered(9, LENA)
    yield _card("Two have signed", both)
    yield _card("Within limits, nobody had to be asked", opened(asks.refund(), WITHIN_LIMITS))
    yield _card("By a stand-in", asked.delegated(2, LENA, OTTO).answered(2, OTTO))
    climbed = asked.then(30, Ring()).answered(3, MIGUEL)
    yield _card("By the next tier", climbed)
    yield _card(
        "Approved, its ask too long for the card", opened(asks.deployment(asks.DIFF * 4), DEPLOYS).answered(8, RHEA)
    )
    yield _card("Approved, and then the workflow failed", approved, "the workflow failed. The bank did not answer.")


def _undecided() -> Iterator[Specimen]:
    asked = opened(asks.refund())
    yield _card("Expired", asked.then(30, Ring()).then(45, Ring()).then(60, Ring()))
    taken_back = TakeBack(person=Person(id=MAYA), because="The customer has found the parcel.")
    yield _card("Withdrawn by its requester", asked.then(6, taken_back))
    yield _card(
        "Rejected, and given another look",
        asked.answered(12, LENA, "reject", reason="No receipt.").reopened(
            50, MAYA, "The receipt was in the second mail."
        ),
    )
    yield _card("Approved by silence, its risk is low", opened(asks.refund(), LENIENT).seated(TOM).overdue())
    strict = REFUNDS.model_copy(update={"outage": Outage(after=timedelta(hours=2))})
    yield _card("Rejected, as Slack was away", opened(asks.refund(), strict).then(180, Degrade()))
    yield _card("Approved, as Slack was away and its risk is low", opened(asks.refund(), LENIENT).then(180, Degrade()))
    yield _card("Withdrawn by the program", asked.then(6, Withdraw(because="The run was cancelled.", by="engine")))


def _card(name: str, course: Course, trouble: str = "") -> Specimen:
    return message(HEADING, name, cards.draw(course.request, Shown(mentions=MENTIONS, trouble=trouble)))
