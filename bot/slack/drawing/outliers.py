"""Which requests of a batch deserve a look of their own, and why: by what is said of them, and by their numbers."""

from collections.abc import Iterator, Sequence
from statistics import median

from bot.approvals.ask import Check, CheckStatus, Risk
from bot.approvals.request import Request
from bot.slack import text
from bot.slack.drawing import edits
from bot.slack.wording import batch_words as words
from bot.slack.wording import quantities

FEWEST = 4
TIMES = 3


def oddities(requests: Sequence[Request]) -> dict[str, list[str]]:
    """What is odd about each of these requests, raw, by its id; those without are left out.

    A number is odd when it is further from the median of at least four than three times their median absolute
    deviation; where more than half agree that is zero, so that whatever differs is odd.
    """
    told = {request.id: [*_numbers(request, requests), *_said(request)] for request in requests}
    return {request_id: odd for request_id, odd in told.items() if odd}


def _numbers(request: Request, requests: Sequence[Request]) -> Iterator[str]:
    for name, value in request.ask.measures.items():
        values = [other.ask.measures[name] for other in requests if name in other.ask.measures]
        middle = median(values)
        usual = median(abs(other - middle) for other in values)
        if len(values) >= FEWEST and abs(value - middle) > TIMES * usual:
            told = quantities.number(value), quantities.number(middle)
            yield words.far_out(text.shorten(name, 60) or quantities.EMPTY, *told)


def _said(request: Request) -> Iterator[str]:
    yield from (words.flagged(text.shorten(flag, 100)) for flag in request.ask.flags if flag.strip())
    yield from (words.failed(text.shorten(check.name, 60)) for check in request.ask.checks if _failed(check))
    if request.ask.risk is Risk.HIGH:
        yield words.HIGH_RISK
    if request.edits:
        changes, times = edits.brief(request), quantities.counted(len(request.edits), "time")
        yield words.edited(changes) if changes else words.put_back(times)


def _failed(check: Check) -> bool:
    return check.status is CheckStatus.FAIL
