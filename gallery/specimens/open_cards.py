"""Cards of requests that wait for an answer."""

from collections.abc import Iterator

from bot.approvals.ask import Ask, Risk
from bot.approvals.commands import Ring
from bot.slack.drawing import cards
from bot.slack.drawing.cards import Shown
from gallery.specimens import asks
from gallery.specimens.cast import LENA, MENTIONS, MIGUEL, OTTO, TOM
from gallery.specimens.courses import DEPLOYS, PATIENT, REFUNDS, TWO_SIGN, Course, opened
from gallery.specimens.specimen import Specimen, message

HEADING = "Cards that wait for an answer"


def specimens() -> Iterator[Specimen]:
    """Every kind of open card."""
    yield from _as_asked()
    yield from _in_time()
    yield from _in_several_hands()


def _as_asked() -> Iterator[Specimen]:
    yield _card("An ordinary refund", opened(asks.refund()))
    yield _card("Everything an ask can say", opened(asks.everything()))
    yield _card("High risk asks twice", opened(asks.refund(4900, "Initech", risk=Risk.HIGH)))
    yield _card("A deployment", opened(asks.deployment(), DEPLOYS))
    yield _card("Many short facts", opened(asks.table(), DEPLOYS))
    yield _card("Only a title", opened(Ask(title="Send the newsletter?"), DEPLOYS))
    yield _card("Cut, because it is long", opened(asks.deployment(asks.DIFF * 4), DEPLOYS))
    yield _card("More facts than there is room for", opened(asks.many_facts(), DEPLOYS))
    yield _card("More actions than there is room for", opened(asks.many_actions(), DEPLOYS))
    yield _card("Nothing to answer with", opened(Ask(title="Is anybody there?", actions=()), DEPLOYS))
    yield _card("Hostile words", opened(asks.hostile(), DEPLOYS))


def _in_time() -> Iterator[Specimen]:
    asked = opened(asks.refund())
    half = asked.then(15, Ring())
    yield _card("A quarter of the time is gone", asked.then(7.5, Ring()))
    yield _card("Half of the time is gone", half)
    yield _card("Three quarters of the time are gone", half.then(7.5, Ring()))
    climbed = half.then(15, Ring())
    yield _card("Climbed, as nobody answered", climbed)
    yield _card("Climbed to the last tier", climbed.then(45, Ring()))
    yield _card("Put further up by a reviewer", asked.answered(5, TOM, "escalate", reason="I know this customer."))
    yield _card("The copy in a direct message", climbed, Shown(direct=True))
    yield _card("No deadline", opened(asks.refund(), PATIENT))


def _in_several_hands() -> Iterator[Specimen]:
    two = opened(asks.refund(), TWO_SIGN)
    yield _card("Two have to sign, nobody has", two)
    one_signed = two.answered(4, TOM)
    yield _card("Two have to sign, one has", one_signed)
    changed = {"amount": 2100, "currency": "EUR", "note": "Half now, with our apologies."}
    yield _card("Edited after one had signed", one_signed.answered(3, LENA, edit=changed))
    beyond = changed | {"amount": 9900}
    yield _card("Edited beyond what the editor may sign", opened(asks.refund(), REFUNDS).answered(4, TOM, edit=beyond))
    passed_on = opened(asks.refund(), REFUNDS).delegated(2, LENA, OTTO, "I am at the dentist's.")
    yield _card("Passed on to somebody else", passed_on)
    yield _card("Signed by a stand-in", opened(asks.refund(), TWO_SIGN).delegated(2, LENA, OTTO).answered(2, OTTO))
    yield _card("A group without an id in this workspace", opened(asks.refund()), Shown(mentions={"managers": MIGUEL}))


def _card(name: str, course: Course, shown: Shown | None = None) -> Specimen:
    return message(HEADING, name, cards.draw(course.request, shown or Shown(mentions=MENTIONS)))
