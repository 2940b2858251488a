"""Labels with their values: side by side where they are short, as a table where they are many, else one by one."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.drawing.room import Caps, left_out
from bot.slack.wording import card_words as words
from bot.slack.wording import quantities
from bot.slack.wording.quantities import Thing

SHORT = 120
A_LABEL = 150
A_ROW = 80
FEW = 8
MOST_ROWS = 99
PER_BLOCK = 10


class Pair(NamedTuple):
    """A label and its value, both raw."""

    label: str
    value: str


def drawn(pairs: Sequence[Pair], caps: Caps, what: Thing) -> Iterator[Block]:
    """The pairs, short ones first; `what` names one of them where some are left out."""
    shown = pairs[: caps.items]
    short = [pair for pair in shown if is_short(pair)]
    if FEW < len(short) == len(shown) <= MOST_ROWS and all(len(pair.value) <= A_ROW for pair in short):
        yield _table(short, caps)
    else:
        yield from (_columns(short[at : at + PER_BLOCK], caps) for at in range(0, len(short), PER_BLOCK))
    for pair in shown:
        if not is_short(pair):
            yield below(pair, caps)
    for mark in left_out(pairs, caps, what):
        yield blocks.rich(blocks.sentence(mark))


def is_short(pair: Pair) -> bool:
    """Whether the value has room beside its label."""
    return len(pair.label) <= A_LABEL and len(pair.value) <= SHORT and "\n" not in text.visible(pair.value)


def listed(pairs: Sequence[Pair], heading: str, caps: Caps, what: Thing) -> Iterator[Block]:
    """The pairs under a heading: short ones as a list, the others one by one below."""
    shown = pairs[: caps.items]
    lines = [line(pair, caps) for pair in shown if is_short(pair)]
    marks = [blocks.sentence(mark) for mark in left_out(pairs, caps, what)]
    yield blocks.rich(blocks.line(heading), *([blocks.bullets([*lines, *marks])] if lines or marks else []))
    yield from (below(pair, caps) for pair in shown if not is_short(pair))


def line(pair: Pair, caps: Caps) -> Block:
    """A label and its value, side by side."""
    return blocks.line(words.labelled(name(pair.label, caps)), text.clip(pair.value, caps.item))


def below(pair: Pair, caps: Caps) -> Block:
    """A long value below its label."""
    return blocks.rich(blocks.line(name(pair.label, caps)), valued(pair.value, caps.item))


def said(prose: str, limit: int) -> Block:
    """What people wrote to be read, as a quote; JSON and whatever is indented in a fence, where columns line up."""
    shown = text.clip(prose, limit)
    return blocks.fenced(shown) if is_indented(shown) else blocks.quote(shown)


def valued(value: str, limit: int) -> Block:
    """A value as it is: in a fence where its lines matter."""
    shown = text.clip(value, limit)
    return blocks.fenced(shown) if is_fixed(value) else blocks.quote(shown)


def is_indented(shown: str) -> bool:
    """Whether columns matter in a text."""
    return shown.startswith(("{", "[")) or "\n  " in shown or "\t" in shown


def is_fixed(value: str) -> bool:
    """Whether a value, such as a diff, has lines or columns that matter."""
    shown = text.visible(value)
    return is_indented(shown) or "\n" in shown


def name(label: str, caps: Caps) -> str:
    """A label on one line, never blank."""
    return text.shorten(label, caps.item) or quantities.EMPTY


def _table(pairs: Sequence[Pair], caps: Caps) -> Block:
    rows = [(name(pair.label, caps), text.clip(pair.value, caps.item)) for pair in pairs]
    return blocks.table([(words.DETAIL, words.VALUE), *rows])


def _columns(pairs: Sequence[Pair], caps: Caps) -> Block:
    return blocks.columns([_cell(pair, caps) for pair in pairs])


def _cell(pair: Pair, caps: Caps) -> Block:
    """A value under its label, which stay together on a narrow screen; literal where either would format itself."""
    label, value = name(pair.label, caps), text.clip(pair.value, caps.item) or quantities.EMPTY
    if _reads_as_it_is(label) and _reads_as_it_is(value):
        return blocks.marked(f"*{text.escape(label)}*\n{text.escape(value)}")
    return blocks.literal(f"{label}\n{value}")


def _reads_as_it_is(shown: str) -> bool:
    """Whether Slack would read no formatting in it."""
    return text.inert(shown) == shown and not shown.lstrip().startswith((">", "•"))
