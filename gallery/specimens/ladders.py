"""Cards on their way up a ladder: who is asked, who could not be, until when, and what comes then."""

from collections.abc import Iterator
from datetime import timedelta

from bot.approvals.ask import Urgency
from bot.approvals.calendars import Calendar
from bot.approvals.commands import Ring
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.tier import Reviewers, Tier, Turn
from bot.slack.drawing import cards
from bot.slack.drawing.cards import Shown
from gallery.specimens import asks
from gallery.specimens.cast import LENA, MENTIONS, RHEA, TOM
from gallery.specimens.courses import DEPLOYS, LENIENT, MANAGERS, TWO_SIGN, Course, opened, tier
from gallery.specimens.specimen import Specimen, message

HEADING = "Cards on a ladder"
AFTERNOONS = Calendar(name="afternoons", zone="UTC", hours=("13:00-17:00",))
LEADS = tier("team lead", "team-leads", 30)
LAST_RESORT = Policy(name="last resort", channel="#approvals", tiers=(tier("director", "directors", 60),))


def specimens() -> Iterator[Specimen]:
    """Every way in which a request can stand on a ladder."""
    for name, course in (*_asked(), *_counted(), *_passed_over(), *_at_the_end()):
        yield message(HEADING, name, cards.draw(course.request, Shown(mentions=MENTIONS)))


def _asked() -> Iterator[tuple[str, Course]]:
    asked = opened(asks.refund())
    yield "Its urgency is high", opened(asks.refund().model_copy(update={"urgency": Urgency.HIGH}))
    yield "One at a time, in turn", opened(asks.refund(), in_turn()).seated(TOM, LENA, RHEA, called=(LENA,))
    yield "Parked until people work", opened(asks.refund(), parking())
    yield "Climbed to a tier that is parked", asked_parked().then(30, Ring())
    yield "More time was given", asked.extended(20, TOM, timedelta(minutes=25), "The bank calls back at ten.")
    yield "Another look", opened(asks.refund(), number=2, reopens="req-0001")
    yield "All that a menu has room for", opened(asks.table(), DEPLOYS)


def _counted() -> Iterator[tuple[str, Course]]:
    everybody = opened(asks.refund(), policy(LEADS.model_copy(update={"quorum": "all"}))).seated(TOM, LENA, RHEA)
    yield "Two of three have to sign", opened(asks.refund(), TWO_SIGN).seated(TOM, LENA, RHEA)
    yield "Everybody has to sign, one has", everybody.answered(4, TOM)
    both = Tier(
        name="both",
        reviewers=Reviewers(groups=("team-leads", "managers")),
        quorum=2,
        distinct_groups=True,
        at_least={"managers": 1},
    )
    yield "Signatures from different groups", opened(asks.refund(), policy(both))
    two = opened(asks.refund(), policy(LEADS.model_copy(update={"rejections": 2})))
    yield "One of two rejections", two.answered(4, TOM, "reject", reason="No receipt.")


def _passed_over() -> Iterator[tuple[str, Course]]:
    yield "Nobody was there, so the next tier is asked", opened(asks.refund()).seated()
    yield "Too few were there", opened(asks.refund(), TWO_SIGN).seated(TOM)
    yield "Nobody is left to ask", opened(asks.refund(), policy(LEADS)).seated()


def _at_the_end() -> Iterator[tuple[str, Course]]:
    repeated = opened(asks.refund(), policy(LEADS, repeat=2))
    yield "Another round follows", repeated
    yield "The second round", repeated.overdue()
    falling = opened(asks.refund(), policy(LEADS, on_timeout=OnTimeout.FALLBACK, fallback=LAST_RESORT))
    yield "Another policy follows", falling
    yield "Another policy took over", falling.overdue()
    waiting = opened(asks.refund(), policy(LEADS, on_timeout=OnTimeout.WAIT))
    yield "It waits on after that", waiting
    yield "Overdue", waiting.overdue()
    yield "Overdue for the third time", waiting.overdue().overdue().overdue()
    yield "Silence approves", opened(asks.refund(), LENIENT).seated(TOM)


def policy(*tiers: Tier, **more: object) -> Policy:
    """A policy of these tiers; `more` says what becomes of a request at their end."""
    return Policy.model_validate({"name": "refund", "channel": "#approvals", "tiers": tiers, **more})


def in_turn() -> Policy:
    """A policy that calls one person at a time."""
    return policy(LEADS.model_copy(update={"turn": Turn.ROUND_ROBIN}))


def parking() -> Policy:
    """A policy whose people work in the afternoon."""
    return policy(LEADS.model_copy(update={"calendar": AFTERNOONS, "defer": True}), MANAGERS)


def asked_parked() -> Course:
    """A request whose second tier works in the afternoon."""
    later = MANAGERS.model_copy(update={"calendar": AFTERNOONS, "defer": True})
    return opened(asks.refund(), policy(LEADS, later))
