"""Words for amounts and lists: how many, how long, how much of it, when, how much was cut, and one after another."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Literal

from bot.slack.wording.saying import figures, say, say_many, whole

Thing = Literal[
    "action", "alternative", "answer", "approval", "change", "character", "check", "decision", "delegation", "fact",
    "flag", "item", "line", "measure", "problem", "request", "time", "value", "vote", "workflow",
]  # fmt: skip
EMPTY = say("quantity.empty")
NONE = say("quantity.none")
SHARES: Mapping[float, str] = MappingProxyType({0.25: "quarter", 0.5: "half", 0.75: "three_quarters"})
_UNITS = say("join.units")
_ITEMS = say("join.items")
_CLAUSES = say("join.clauses")
_PARTS = say("join.parts")
_SENTENCES = say("join.sentences")
_STOP = say("join.stop")
_STOPPED = re.compile(r"[.!?\u2026][\u201d\"'*)]*$")
_HISSES = re.compile(r"(s|x|z|ch|sh)$", re.IGNORECASE)
_ENDS_IN_Y = re.compile(r"(?<=[^aeiou])y$", re.IGNORECASE)


def cut(characters: int) -> str:
    """The mark at the end of a text that was cut."""
    return say("quantity.cut", characters=whole(characters))


def left_out(count: int, what: Thing) -> str:
    """The mark at the end of a list that was cut."""
    return say("quantity.left_out", things=counted(count, what))


def more(count: int) -> str:
    """At the end of names that were cut."""
    return say("quantity.more", count=whole(count))


def counted(count: int, what: Thing) -> str:
    """`1 fact`, `2 facts`."""
    return say_many(f"plural.{what}", count)


def counted_by_name(count: int, noun: str) -> str:
    """How many there are of what a workflow has a name for: `1 delivery`, `2 deliveries`."""
    return say("noun.counted", count=whole(count), noun=noun if count == 1 else plural(noun))


def plural(noun: str) -> str:
    """A workflow's own noun for several: `facts`, `deliveries`, `batches`."""
    if _ENDS_IN_Y.search(noun):
        return say("noun.consonant_y", stem=noun[:-1])
    return say("noun.hiss", noun=noun) if _HISSES.search(noun) else say("noun.usual", noun=noun)


def share(of_one: float) -> str:
    """`half`, `three quarters`, `90 %`."""
    name = SHARES.get(of_one)
    return say(f"share.{name}") if name else say("quantity.percent", number=f"{of_one * 100:.0f}")


def number(value: float) -> str:
    """A number as people write it: `12,500`, `0.35`."""
    if abs(value) >= 10**15:
        return repr(value)
    return whole(int(value)) if value == int(value) else figures(f"{value:,}")


def duration(length: timedelta) -> str:
    """A length of time in its two largest units: `45 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`."""
    seconds = max(0, int(length.total_seconds()))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    parts = [(days, "days"), (hours, "hours"), (minutes, "minutes"), (seconds % 60, "seconds")]
    first = next((index for index, (count, _) in enumerate(parts) if count), len(parts) - 1)
    told = [say(f"unit.{unit}", count=count) for count, unit in parts[first : first + 2] if count]
    return _UNITS.join(told) or say("unit.seconds", count=0)


def moment(day: str, time: str) -> str:
    """A day and a time of it, each as its reader's own Slack shows it."""
    return say("time.local", day=day, time=time)


def moment_and_left(moment: str, left: str) -> str:
    """A moment, and how far off it is, each as its reader's own Slack shows it."""
    return say("time.left", moment=moment, left=left)


def moment_in_utc(day: str, time: str) -> str:
    """A day and a time of it, where Slack cannot show the reader's own."""
    return say("time.utc", day=day, time=time)


def listed(items: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return say(f"join.last.{last}", first=enumerated(items[:-1]), last=items[-1])


def enumerated(items: Iterable[str]) -> str:
    """`a, b, c`."""
    return _ITEMS.join(items)


def clauses(items: Iterable[str]) -> str:
    """Half sentences that share one: `a; b; c`."""
    return _CLAUSES.join(items)


def parts(items: Iterable[str]) -> str:
    """Short statements side by side: `a · b · c`; those that are empty are left out."""
    return _PARTS.join(filter(None, items))


def sentences(items: Iterable[str]) -> str:
    """Whole sentences, one after the other; those that are empty are left out."""
    return _SENTENCES.join(filter(None, items))


def stopped(sentence: str) -> str:
    """The sentence with a stop at its end, unless what it ends in, such as somebody's own words, has one."""
    return sentence if not sentence or _STOPPED.search(sentence) else sentence + _STOP
