"""What an ask says, drawn: in full where it fits a card, else the beginnings, with what was cut marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.approvals.ask import Ask, Check, Fact
from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.wording import card_words as words
from bot.slack.wording import quantities

SHORT = 120
PAIRS = 5
LIMIT = 7500
MOST_BLOCKS = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much is shown: characters of the notice, of the summary and of each item, and items in each list."""

    notice: int
    summary: int
    item: int
    items: int


FULL = Caps(notice=10**9, summary=10**9, item=10**9, items=10**9)
BRIEF = Caps(notice=500, summary=2000, item=180, items=6)


def drawn(ask: Ask, caps: Caps) -> list[Block]:
    """The ask without its title and its actions, nothing over its cap."""
    return [
        *_notice(ask.notice, caps),
        *_summary(ask.summary, caps),
        *_flags(ask.flags, caps),
        *_checks(ask.checks, caps),
        *_facts(ask.facts, caps),
        *_measures(ask.measures, caps),
    ]


def fits(ask: Ask) -> bool:
    """Whether the whole ask finds room on a card, with nothing cut."""
    title = text.one_line(ask.title)
    whole = drawn(ask, FULL)
    return len(title) <= 150 and len(whole) <= MOST_BLOCKS and blocks.size(whole) <= LIMIT


def prose_or_fenced(shown: str) -> Block:
    """Prose as a quote; JSON and whatever is indented in a fence, where columns line up."""
    indented = shown.startswith(("{", "[")) or "\n  " in shown or "\t" in shown
    return blocks.fenced(shown) if indented else blocks.quote(shown)


def _notice(notice: str, caps: Caps) -> Iterable[Block]:
    if notice.strip():
        yield blocks.rich(blocks.line(words.PLEASE_NOTE + text.clip(notice, caps.notice)))


def _summary(summary: str, caps: Caps) -> Iterable[Block]:
    if summary.strip():
        yield blocks.rich(blocks.line(words.WHY), prose_or_fenced(text.clip(summary, caps.summary)))


def _flags(flags: Sequence[str], caps: Caps) -> Iterable[Block]:
    if flags:
        lines = [_item("", text.clip(flag, caps.item)) for flag in flags[: caps.items]]
        yield blocks.rich(blocks.line(words.UNUSUAL), blocks.bullets([*lines, *_rest(flags, caps, "flag")]))


def _checks(checks: Sequence[Check], caps: Caps) -> Iterable[Block]:
    if checks:
        lines = [_check(check, caps) for check in checks[: caps.items]]
        yield blocks.rich(blocks.line(words.CHECKS), blocks.bullets([*lines, *_rest(checks, caps, "check")]))


def _check(check: Check, caps: Caps) -> Block:
    detail = f": {text.clip(check.detail, caps.item)}" if check.detail.strip() else ""
    return _item(f"{words.CHECK_STATUS[check.status]}  {_name(check.name, caps)}", detail)


def _facts(facts: Sequence[Fact], caps: Caps) -> Iterable[Block]:
    shown = facts[: caps.items]
    short = [cell for fact in shown if _is_short(fact) for cell in _pair(fact, caps)]
    yield from (blocks.columns(short[at : at + 2 * PAIRS]) for at in range(0, len(short), 2 * PAIRS))
    for fact in shown:
        if not _is_short(fact):
            value = prose_or_fenced(text.clip(fact.value, caps.item))
            yield blocks.rich(blocks.line(_name(fact.label, caps)), value)
    rest = _rest(facts, caps, "fact")
    if rest:
        yield blocks.rich(*rest)


def _is_short(fact: Fact) -> bool:
    return len(fact.value) <= SHORT and "\n" not in text.visible(fact.value)


def _pair(fact: Fact, caps: Caps) -> tuple[Block, Block]:
    """Label and value side by side; the value is plain text, so that it reads exactly as it is."""
    label = _name(fact.label, caps)
    is_bold = not set(label) & set("*_~`")
    cell = blocks.marked(f"*{text.escape(label)}*") if is_bold else blocks.plain(label, 2000)
    return cell, blocks.literal(text.clip(fact.value, caps.item))


def _measures(measures: dict[str, float], caps: Caps) -> Iterable[Block]:
    if measures:
        pairs = [f"{_name(name, caps)} {quantities.number(value)}" for name, value in measures.items()]
        rest = [quantities.left_out(len(pairs) - caps.items, "measure")] if len(pairs) > caps.items else []
        yield blocks.rich(blocks.line(f"{words.MEASURES}: ", " · ".join([*pairs[: caps.items], *rest])))


def _item(label: str, shown: str) -> Block:
    """A line of a list; without a label the words stand alone."""
    return blocks.line(label, shown) if label else {"type": "rich_text_section", "elements": blocks.leaves(shown)}


def _name(name: str, caps: Caps) -> str:
    return text.shorten(name, caps.item) or quantities.EMPTY


def _rest(items: Sequence[object], caps: Caps, what: str) -> list[Block]:
    over = len(items) - caps.items
    return [_item("", quantities.left_out(over, what))] if over > 0 else []
