"""What cards say of the ladder: until when, what comes then, and how the request got to where it is."""

from bot.slack.wording import quantities
from bot.slack.wording.saying import say, say_because, say_many

NO_DEADLINE = say("card.no_deadline")
OUT_OF_TIME = say("card.out_of_time")
BEYOND_THEM = say("card.beyond_them")
REJECTED_NEXT = say("card.rejected_next")
CANCELLED_NEXT = say("card.cancelled_next")
APPROVED_NEXT = say("card.approved_next")
WAITS_NEXT = say("card.waits_next")


def until(deadline: str, gone: str = "") -> str:
    """Up to when they may, and how much of that time is gone, where that is told."""
    return say("card.until_gone", deadline=deadline, gone=gone) if gone else say("card.until", deadline=deadline)


def gone(share: float) -> str:
    """How much of the time is used up; pressing near its end."""
    name = quantities.SHARES.get(share)
    if name:
        return say(f"card.gone.{name}")
    told = quantities.share(share)
    return say("card.most_gone", share=told) if share >= 0.75 else say("card.part_gone", share=told)


def asked_next(who: str, tier: str) -> str:
    """Who is asked when time runs out."""
    return say("card.asked_next", who=who, tier=tier)


def escalated(word: str, tier: str, at: str) -> str:
    """That another tier is asked, and since when; `at` is empty where it is asked later."""
    if not at:
        return say("card.escalated_parked", word=word, tier=tier)
    return say("card.escalated", word=word, tier=tier, at=at)


def by_hand(who: str, because: str) -> str:
    """Who wanted the next tier asked, and why, as far as they said."""
    return say_because("card.by_hand", because, who=who)


def again_next(who: str, tier: str, number: int, of: int) -> str:
    """Who is asked again when time runs out, and for the how manieth time at most."""
    return say("card.again_next", who=who, tier=tier, round=quantities.number(number), rounds=quantities.number(of))


def fallback_next(policy: str, who: str, tier: str) -> str:
    """Which policy decides when time runs out."""
    return say("card.fallback_next", policy=policy, who=who, tier=tier)


def parked(moment: str, who: str, tier: str) -> str:
    """Until when nobody is asked, and who is then."""
    return say("card.parked", moment=moment, who=who, tier=tier)


def extended(who: str, span: str, reason: str) -> str:
    """Who put the deadline off, and why."""
    return say("card.extended", who=who, span=span, reason=reason)


def overdue(count: int) -> str:
    """How often the time of a tier that waits on has run out."""
    return say_many("card.overdue", count)


def vacant(tier: str, count: int) -> str:
    """A tier was passed over, as nobody of it could decide, or so few."""
    return say("card.too_few_could", tier=tier) if count else say("card.nobody_could", tier=tier)


def nobody_there(count: int) -> str:
    """Nobody of the tier that is asked can decide, or so few, and no other is there to be asked."""
    return say("card.too_few_there") if count else say("card.nobody_there")


def round_of(number: int, of: int) -> str:
    """That the ladder was begun again."""
    return say("card.round", round=quantities.number(number), rounds=quantities.number(of))


def fallback(policy: str, before: str) -> str:
    """That another policy decides now."""
    return say("card.fallback", policy=policy, before=before)
