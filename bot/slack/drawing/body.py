"""What an ask says, drawn: in full where it fits a card, else the beginnings, with what was cut marked."""

from collections.abc import Iterator, Sequence

from bot.approvals.ask import Alternative, Ask, Check, Draft
from bot.approvals.request import Request, State
from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.drawing import edits, pairs, stakes
from bot.slack.drawing.pairs import Pair
from bot.slack.drawing.room import FULL, LADDER, Caps, left_out
from bot.slack.wording import card_words as words

LIMIT = 6000
MOST_BLOCKS = 34
A_TITLE = 150


def drawn(request: Request, caps: Caps) -> list[Block]:
    """The ask without title, edits and actions, nothing over its cap."""
    ask = request.ask
    return [
        *_notice(ask.notice, caps),
        *_under(words.WHY, ask.summary, caps.summary),
        *_flags(ask.flags, caps),
        *pairs.drawn([Pair(fact.label, fact.value) for fact in ask.facts], caps, "fact"),
        *_draft(request, caps),
        *_alternatives(ask.alternatives, caps),
        *_waiting(ask.waiting_costs, caps),
        *_checks(ask.checks, caps),
        *stakes.drawn(ask, caps),
    ]


def caps(request: Request) -> Caps:
    """The widest caps within which the request finds room on a card."""
    return next((step for step in LADDER if _has_room(request, step)), LADDER[-1])


def fits(request: Request) -> bool:
    """Whether all of the ask and its edits find room on a card, with nothing cut."""
    title = text.one_line(request.ask.title)
    return text.shorten(title, A_TITLE) == title and _has_room(request, FULL)


def _has_room(request: Request, step: Caps) -> bool:
    shown = [*edits.drawn(request, step), *drawn(request, step)]
    return len(shown) <= MOST_BLOCKS and blocks.size(shown) <= LIMIT


def _notice(notice: str, caps: Caps) -> Iterator[Block]:
    if notice.strip():
        yield blocks.rich(blocks.line(words.PLEASE_NOTE, text.clip(notice, caps.notice)))


def _under(label: str, shown: str, limit: int) -> Iterator[Block]:
    if shown.strip():
        yield blocks.rich(blocks.line(label), pairs.said(shown, limit))


def _waiting(costs: str, caps: Caps) -> Iterator[Block]:
    if costs.strip() and pairs.is_short(Pair("", costs)):
        yield blocks.rich(blocks.line(words.labelled(words.WAITING_COSTS), text.clip(costs, caps.item)))
    else:
        yield from _under(words.WAITING_COSTS, costs, caps.item)


def _bullets(label: str, lines: Sequence[Block], marks: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield blocks.rich(blocks.line(label), blocks.bullets([*lines, *map(blocks.sentence, marks)]))


def _flags(flags: Sequence[str], caps: Caps) -> Iterator[Block]:
    lines = [blocks.sentence(text.clip(flag, caps.item)) for flag in flags[: caps.items]]
    return _bullets(words.UNUSUAL, lines, left_out(flags, caps, "flag"))


def _labelled(label: str, detail: str, caps: Caps) -> Block:
    if not detail.strip():
        return blocks.line(label)
    return blocks.line(words.labelled(label), text.clip(detail, caps.item))


def _draft(request: Request, caps: Caps) -> Iterator[Block]:
    """The values that will run, less those that a fact shows just so."""
    ask = request.ask
    values = runs(ask.draft, ask) if ask.draft else ()
    if values:
        may_run = request.state is State.OPEN or (request.decision and request.decision.approved)
        yield from pairs.listed(values, words.WHAT_RUNS if may_run else words.WOULD_HAVE_RUN, caps, "value")


def runs(draft: Draft, ask: Ask) -> tuple[Pair, ...]:
    """The draft's values that no fact shows already in the same words."""
    facts = {(fact.label.casefold(), fact.value) for fact in ask.facts}
    values = edits.pairs_of(draft.values, draft.form)
    return tuple(pair for pair in values if (pair.label.casefold(), pair.value) not in facts)


def _alternatives(alternatives: Sequence[Alternative], caps: Caps) -> Iterator[Block]:
    lines = [_labelled(pairs.name(other.label, caps), other.detail, caps) for other in alternatives[: caps.items]]
    return _bullets(words.ALTERNATIVES, lines, left_out(alternatives, caps, "alternative"))


def _checks(checks: Sequence[Check], caps: Caps) -> Iterator[Block]:
    lines = [
        _labelled(words.check(words.CHECK_STATUS[check.status], pairs.name(check.name, caps)), check.detail, caps)
        for check in checks[: caps.items]
    ]
    return _bullets(words.CHECKS, lines, left_out(checks, caps, "check"))
