"""What a batch comes to: how many of what, how many are decided, their measures in all, and who is asked till when."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median

from bot.approvals.request import Request, State
from bot.slack import text
from bot.slack.drawing import asking, verdict, whereabouts
from bot.slack.drawing.stakes import RISK
from bot.slack.wording import batch_words as words
from bot.slack.wording import card_words, ladder_words, quantities

MEASURES = 3
MOST_WAYS = 3
_SIMPLE = re.compile(r"[A-Za-z][A-Za-z -]{0,39}")


def copied(waiting: Sequence[Request], *, direct: bool) -> list[str]:
    """On an open copy in somebody's direct messages: where everybody sees it."""
    return [card_words.copied(text.channel(waiting[0].policy.channel))] if direct and waiting else []


def still_open(requests: Sequence[Request]) -> list[Request]:
    """Those that wait for a decision yet."""
    return [request for request in requests if request.state is State.OPEN]


def things(requests: Sequence[Request]) -> str:
    """`10 refunds`: counted by the step's name where that is a plain word or two; raw."""
    step = requests[0].ask.step
    if _SIMPLE.fullmatch(step):
        return quantities.counted_by_name(len(requests), step.lower())
    return quantities.counted(len(requests), "request")


def headline(requests: Sequence[Request]) -> str:
    """How many wait, or that none does any more; raw."""
    waiting = still_open(requests)
    return words.waiting(things(waiting), len(waiting)) if waiting else words.done(things(requests))


def progress(requests: Sequence[Request]) -> list[str]:
    """How many are closed and how; by whom, once all are."""
    closed = [request for request in requests if request.state is not State.OPEN]
    if not closed:
        return []
    counts = Counter(verdict.fate(request) for request in closed)
    ways = quantities.listed([words.outcome(quantities.number(count), fate) for fate, count in counts.items()])
    if len(closed) < len(requests):
        return [words.progress(ways, quantities.number(len(requests) - len(closed)))]
    deciders = dict.fromkeys(by for request in closed if request.decision for by in request.decision.by)
    return [words.outcomes(ways, asking.some([text.user(person) for person in deciders]))]


def escalated(waiting: Sequence[Request]) -> list[str]:
    """Which tiers are asked since when, why not the first any more, and for how many of them."""
    told = [quantities.sentences(whereabouts.moved(request)) for request in waiting]
    counts = Counter(way for way in told if way)
    ways = [_for_some(way, count, len(waiting)) for way, count in counts.most_common(MOST_WAYS)]
    over = sum(counts.values()) - sum(count for _, count in counts.most_common(MOST_WAYS))
    return [*ways, *([quantities.left_out(over, "request")] if over else [])]


def _for_some(way: str, count: int, of: int) -> str:
    return way if count == of else words.for_some(way, quantities.counted(count, "request"))


def measures(requests: Sequence[Request]) -> list[str]:
    """The measures that most of them have."""
    counts = Counter(name for request in requests for name in request.ask.measures)
    return [name for name, _ in counts.most_common(MEASURES)]


def name_of(measure: str) -> str:
    """A measure's name on one line, raw and never blank."""
    return text.shorten(measure, 40) or quantities.EMPTY


def totals(waiting: Sequence[Request]) -> Iterator[tuple[str, str]]:
    """What those that wait come to together: each measure's name and what is to be said of it; raw."""
    for name in measures(waiting):
        values = [request.ask.measures[name] for request in waiting if name in request.ask.measures]
        told = _spread(values, is_share=_is_share(name, values))
        partly = len(values) < len(waiting)
        yield name_of(name), words.only_in(told, len(values), len(waiting)) if partly else told


def asked(waiting: Sequence[Request], mentions: Mapping[str, str] = asking.NOBODY) -> list[str]:
    """Who is asked for how many, and until when the first of them; some may have been escalated already."""
    if not waiting:
        return []
    stages = sorted({_stage(request) for request in waiting})
    quorum = max(request.quorum for request in waiting)
    needed = [words.quorum(quorum)] if quorum > 1 else []
    return [*(_asked_of(stage, waiting, mentions) for stage in stages), *needed, *_until(waiting)]


def _spread(values: Sequence[float], *, is_share: bool) -> str:
    total = "" if is_share else quantities.number(float(sum(Decimal(repr(value)) for value in values)))
    if min(values) == max(values):
        return words.alike(total, quantities.number(values[0]))
    span = words.span(quantities.number(min(values)), quantities.number(max(values)))
    return words.measure(total, span, quantities.number(median(values)))


def _is_share(name: str, values: Sequence[float]) -> bool:
    """Whether these are parts of a whole, such as a risk, which come to nothing when they are added up."""
    is_fraction = all(value <= 1 for value in values) and any(value % 1 for value in values)
    return is_fraction or name == RISK


def _stage(request: Request) -> tuple[int, int, float]:
    """What tells apart who is asked, and from when on."""
    return len(request.fallbacks), request.tier, request.parked_until.timestamp() if request.parked_until else 0.0


def _asked_of(stage: tuple[int, int, float], waiting: Sequence[Request], mentions: Mapping[str, str]) -> str:
    """Who is asked for all of them, or for some; whose turn it is may differ from one to the next."""
    with_them = [request for request in waiting if _stage(request) == stage]
    first = with_them[0]
    name, count = asking.tier_name(first.asked.name), len(with_them)
    if first.parked_until:
        return _for_some(asking.asked_now(first), count, len(waiting))
    who = asking.some(list(dict.fromkeys(asking.who(request, mentions) for request in with_them)), "or")
    if count == len(waiting):
        return card_words.asked_now(who, name)
    return words.asked_now(who, name, quantities.counted(count, "request"))


def _until(waiting: Sequence[Request]) -> list[str]:
    timed = [(request.due_at, request) for request in waiting if request.due_at]
    if not timed:
        return [ladder_words.NO_DEADLINE]
    due_at, first = min(timed, key=lambda pair: pair[0])
    deadline = text.moment(due_at, exact=first.asked.sla < asking.SECONDS_MATTER)
    gone = ladder_words.gone(first.neared) if first.neared else ""
    return [words.first_until(deadline, gone), whereabouts.then(first)]
