"""Everything an ask says, on pages of a modal, with nothing left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.approvals.ask import Ask
from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.body import prose_or_fenced
from bot.slack.wording import card_words, quantities
from bot.slack.wording import modal_words as words

PIECE = 2800
PAGE = 12_000
MOST_BLOCKS = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled part of an ask, all its characters visible."""

    label: str
    words: str


def pages(ask: Ask) -> list[list[Block]]:
    """The whole ask as blocks, page by page; there is always a first page."""
    result: list[list[Block]] = [[]]
    room = PAGE
    for piece in _pieces(ask):
        taken = len(piece.label) + len(piece.words)
        if result[-1] and (taken > room or len(result[-1]) == MOST_BLOCKS):
            result.append([])
            room = PAGE
        result[-1].append(blocks.rich(blocks.line(piece.label), prose_or_fenced(piece.words)))
        room -= taken
    return result


def _pieces(ask: Ask) -> Iterator[Piece]:
    for label, said in _said(ask):
        shown = text.visible(said) or quantities.EMPTY
        heading = text.one_line(label) or quantities.EMPTY
        for at in range(0, len(shown), PIECE):
            yield Piece(words.continued(heading) if at else heading, shown[at : at + PIECE])


def _said(ask: Ask) -> Iterator[tuple[str, str]]:
    yield words.TITLE, ask.title
    if ask.notice:
        yield words.NOTICE, ask.notice
    if ask.summary:
        yield words.SUMMARY, ask.summary
    yield from ((card_words.UNUSUAL, flag) for flag in ask.flags)
    yield from ((f"{card_words.CHECK_STATUS[check.status]}  {check.name}", check.detail) for check in ask.checks)
    yield from ((fact.label, fact.value) for fact in ask.facts)
    if ask.measures:
        lines = (f"{name}: {quantities.number(value)}" for name, value in ask.measures.items())
        yield card_words.MEASURES, "\n".join(lines)
