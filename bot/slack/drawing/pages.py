"""Everything an ask says, on pages of a modal, with nothing left out."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from bot.approvals.ask import Ask
from bot.approvals.request import Edit
from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.drawing import pairs
from bot.slack.drawing.chapters import Chapter, chapters
from bot.slack.drawing.pairs import Pair
from bot.slack.wording import card_words, quantities
from bot.slack.wording import modal_words as words

PIECE = 2800
LINES = 16
MOST_BLOCKS = 90
MOST_BYTES = 60_000


class Part(NamedTuple):
    """A block of a chapter; the `heading` is told again where a page begins with a later one."""

    heading: str
    block: Block
    is_first: bool


def pages(ask: Ask, edits: Sequence[Edit] = ()) -> list[list[Block]]:
    """The whole ask, and what people changed about it, as blocks, page by page; there is always a first page."""
    result: list[list[Block]] = [[blocks.header(text.one_line(ask.title) or card_words.UNTITLED)]]
    taken = _size(result[0][0])
    for part in (part for chapter in chapters(ask, edits) for part in _drawn(chapter)):
        block = part.block
        if taken + _size(block) > MOST_BYTES or len(result[-1]) == MOST_BLOCKS:
            block = block if part.is_first else _again(part)
            result.append([])
            taken = 0
        result[-1].append(block)
        taken += _size(block)
    return result


def _size(block: Block) -> int:
    return len(json.dumps(block)) + 2


def _again(part: Part) -> Block:
    return blocks.rich(blocks.line(words.continued(part.heading)), *part.block["elements"])


def _drawn(chapter: Chapter) -> Iterator[Part]:
    """Short items that follow one another share a list, right under the heading where they come first."""
    heading = text.one_line(chapter.heading)
    if chapter.is_prose and pairs.is_short(Pair(heading, chapter.items[0].value)):
        yield Part(heading, blocks.rich(_line(Pair(heading, chapter.items[0].value))), is_first=True)
        return
    is_first = True
    for elements in _elements(chapter, heading):
        above = [blocks.line(heading)] if is_first and heading else []
        yield Part(heading, blocks.rich(*above, *elements), is_first)
        is_first = False


def _elements(chapter: Chapter, heading: str) -> Iterator[list[Block]]:
    """What each block of the chapter holds."""
    for is_line, alike in groupby(chapter.items, key=lambda pair: not chapter.is_prose and _is_line(pair)):
        together = list(alike)
        if is_line:
            lines = [_line(pair) for pair in together]
            yield from ([blocks.bullets(lines[at : at + LINES])] for at in range(0, len(lines), LINES))
        else:
            yield from (block for pair in together for block in _long(pair, heading, chapter.is_prose))


def _is_line(pair: Pair) -> bool:
    """Whether it is short enough to stand in a list with others of its kind."""
    return pairs.is_short(pair) if pair.label else len(text.visible(pair.value)) <= PIECE


def _line(pair: Pair) -> Block:
    label = text.one_line(pair.label)
    if not label:
        return blocks.sentence(text.visible(pair.value))
    return blocks.line(card_words.labelled(label), text.visible(pair.value)) if pair.value else blocks.line(label)


def _long(pair: Pair, heading: str, is_prose: bool) -> Iterator[list[Block]]:
    """A long value under its label, in pieces; a label too long to be one is told with the value."""
    label, shown = text.one_line(pair.label), text.visible(pair.value) or quantities.EMPTY
    if len(label) > pairs.A_LABEL:
        label, shown = "", f"{label}\n{shown}"
    is_fixed = pairs.is_indented(shown) if is_prose else pairs.is_fixed(pair.value)
    draw = blocks.fenced if is_fixed else blocks.quote
    for number, piece in enumerate(_pieces(shown)):
        above = words.continued(label or heading) if number else label
        yield [*([blocks.line(above)] if above else []), draw(piece)]


def _pieces(shown: str) -> Iterator[str]:
    """The text in pieces that a block takes, broken at the end of a line or else of a word as far as there are such."""
    at = 0
    while len(shown) - at > PIECE:
        half, most = at + PIECE // 2, at + PIECE
        end = shown.rfind("\n", half, most) + 1 or shown.rfind(" ", half, most) + 1 or most
        yield shown[at:end]
        at = end
    yield shown[at:]
