"""What the cards of batches say."""

from bot.slack.wording.card_words import SEE_EVERYTHING, Fate
from bot.slack.wording.saying import say, say_many

TITLE = say("batch.title")
STANDING = say("batch.standing")
SINGLED_OUT = say("batch.singled_out")
NOTEWORTHY = say("batch.noteworthy")
HIGH_RISK = say("batch.high_risk")
EACH = say("batch.each")
RULE = say("batch.rule")
RULE_FOR_FEW = say("batch.rule_for_few")
COUNTS = say("batch.counts")
SURE = say("batch.sure")
ORDINARY = say("batch.ordinary")


def waiting(things: str, count: int) -> str:
    """The headline while any are open; `things` counts them, as in `10 refunds`."""
    return say_many("batch.waiting", count, things=things)


def done(things: str) -> str:
    """The headline when all are closed."""
    return say("batch.done", things=things)


def progress(closed: str, still_open: str) -> str:
    """How many are closed and how, and how many are left."""
    return say("batch.progress", closed=closed, still_open=still_open)


def outcomes(closed: str, people: str) -> str:
    """What became of all of them, and by whom; `people` may be empty."""
    return say("batch.outcomes_by", closed=closed, people=people) if people else say("batch.outcomes", closed=closed)


def outcome(count: str, fate: Fate) -> str:
    """How many went one way."""
    return say(f"batch.outcome.{fate}", count=count)


def asked_now(who: str, tier: str, things: str) -> str:
    """Who may decide how many of them at present."""
    return say("batch.asked_now", who=who, tier=tier, things=things)


def first_until(deadline: str, gone: str = "") -> str:
    """When the first of them runs out of time, and how much of it is gone, where that is told."""
    if gone:
        return say("batch.first_until_gone", deadline=deadline, gone=gone)
    return say("batch.first_until", deadline=deadline)


def quorum(count: int) -> str:
    """Where one approval does not settle them."""
    return say("batch.quorum", count=count)


def measure(total: str, span: str, middle: str) -> str:
    """A measure over all that are open; shares have no total."""
    if not total:
        return say("batch.shares", span=span, middle=middle)
    return say("batch.measure", total=total, span=span, middle=middle)


def alike(total: str, each: str) -> str:
    """A measure that is the same for all that are open; shares have no total."""
    return say("batch.alike", total=total, each=each) if total else say("batch.alike_shares", each=each)


def for_some(told: str, things: str) -> str:
    """What is so for some of them."""
    return say("batch.for_some", told=told, things=things)


def because(title: str, why: str) -> str:
    """Between a request's title and why it is singled out, or what became of it."""
    return say("batch.because", title=title, why=why)


def span(least: str, most: str) -> str:
    """From the least to the most."""
    return say("batch.span", least=least, most=most)


def only_in(told: str, count: int, of: int) -> str:
    """A measure that some of them lack."""
    return say("batch.only_in", told=told, count=count, of=of)


def far_out(name: str, value: str, middle: str) -> str:
    """Why one is singled out: a measure far from the others'."""
    return say("batch.far_out", name=name, value=value, middle=middle)


def flagged(flag: str) -> str:
    """Why one is singled out: the workflow found it unusual."""
    return say("batch.flagged", flag=flag)


def failed(check: str) -> str:
    """Why one is singled out: a check failed."""
    return say("batch.failed", check=check)


def edited(changes: str) -> str:
    """Why one is singled out: people changed it."""
    return say("batch.edited", changes=changes)


def put_back(times: str) -> str:
    """Why one is singled out: people changed it, and changed it back."""
    return say("batch.put_back", times=times)


def beyond(requests: str) -> str:
    """Below a sample."""
    return say("batch.beyond", requests=requests, button=SEE_EVERYTHING)


def for_all(action: str, count: int) -> str:
    """A button that answers for all that are open."""
    return say("batch.for_all", action=action, count=count)


def approving(things: str, risk: str) -> str:
    """In the dialog that asks once more before an approval of all counts."""
    return say("batch.approving", things=things, risk=risk)


def risky(count: str) -> str:
    """How many of them are risky."""
    return say("batch.risky", count=count)


def origin(workflow: str, requesters: str, at: str) -> str:
    """What they came from, who started them, and since when."""
    return say("batch.origin", requesters=requesters, workflow=workflow, at=at)


def reference(batch_id: str) -> str:
    """The batch's name on the ledger."""
    return say("batch.reference", id=batch_id)
