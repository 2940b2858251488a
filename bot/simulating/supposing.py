"""What is supposed of a request, read from the words of a command line with every mistake told at once."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import saying_when
from bot.approvals.ask import Ask, Risk, Urgency
from bot.approvals.hours import read_zone
from bot.approvals.routing import PolicyBook
from bot.faults import Misconfigured, Mistake
from bot.policybook.remedies import nearest

_CHANNEL = re.compile(r"#[^\s#]+|[CG][A-Z0-9]{2,}")
_FAR = timedelta(days=36525)
_MEASURE = "write a name and a number of at least 0, such as --measure risk=0.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a command line; what was not said is empty."""

    workflow: str
    amount: str | None = None
    measures: Sequence[str] = ()
    risk: str | None = None
    urgency: str = Urgency.NORMAL
    step: str = ""
    requester: str = ""
    channel: str = ""
    at: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """A request that is imagined: what is asked, by whom, where and when; times are told in `zone`.

    `requester` is a user id, an e-mail address or a group's handle, as policies name them, or empty.
    """

    workflow: str
    ask: Ask
    requester: str
    channel: str
    at: datetime
    zone: ZoneInfo


def suppose(words: Words, book: PolicyBook, workflows: Collection[str], now: datetime) -> Supposition:
    """What the words say; raises Misconfigured with every mistake in them."""
    reading = _Reading()
    zone = reading.zone(words.zone or _zone_of(book))
    if words.workflow not in workflows:
        reading.add(
            "--workflow", f"there is no workflow named {words.workflow}", nearest(words.workflow, sorted(workflows))
        )
    if words.channel and not _CHANNEL.fullmatch(words.channel):
        reading.add(
            "--channel", "it is neither a #channel nor a channel's id", 'write for example "#support", in quotes'
        )
    measures = reading.measures(words)
    at = reading.moment(words.at, now, zone) if words.at else now.replace(second=0, microsecond=0)
    if reading.mistakes:
        raise Misconfigured(reading.mistakes)
    ask = Ask(
        title="An imagined request",
        risk=Risk(words.risk) if words.risk else None,
        urgency=Urgency(words.urgency),
        measures=measures,
        step=words.step,
    )
    requester = words.requester.removeprefix("@")
    return Supposition(workflow=words.workflow, ask=ask, requester=requester, channel=words.channel, at=at, zone=zone)


def _zone_of(book: PolicyBook) -> str:
    """The time zone that all calendars of the book share, or else UTC."""
    zones = {calendar.zone for calendar in book.calendars.values()}
    return zones.pop() if len(zones) == 1 else "UTC"


@dataclass(slots=True)
class _Reading:
    """What was found wrong so far."""

    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, where: str, wrong: str, remedy: str) -> None:
        self.mistakes.append(Mistake(where, wrong, remedy))

    def zone(self, named: str) -> ZoneInfo:
        try:
            return ZoneInfo(read_zone(named))
        except ValueError as unknown:
            wrong, _, remedy = str(unknown).partition("; ")
            self.add("--zone", wrong, remedy)
            return ZoneInfo("UTC")

    def moment(self, said: str, now: datetime, zone: ZoneInfo) -> datetime:
        try:
            at = saying_when.moment(said, now, zone.key)
        except saying_when.NotUnderstood as unclear:
            self.add("--at", f"{said!r} names no moment for certain", str(unclear))
            return now
        if abs(at - now) > _FAR:
            self.add("--at", f"{said!r} is too far from now", "name a moment of these hundred years")
        return at

    def measures(self, words: Words) -> dict[str, float]:
        """The measures by name; `--amount` is one of them."""
        read: dict[str, float] = {}
        for written in words.measures:
            name, _, value = (part.strip() for part in written.partition("="))
            self._measure(read, name, value, "--measure")
        if words.amount is not None:
            self._measure(read, "amount", words.amount, "--amount")
        return read

    def _measure(self, read: dict[str, float], name: str, value: str, where: str) -> None:
        number = _number(value)
        if not name or number is None:
            said = f"{name}={value}" if where == "--measure" else value
            remedy = _MEASURE if where == "--measure" else "write a number of at least 0, such as --amount 30000"
            self.add(where, f"{said!r} gives no number of at least 0", remedy)
        elif name in read:
            self.add(where, f"the measure {name} is given twice", "give it once")
        else:
            read[name] = number


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number >= 0 and math.isfinite(number) else None
