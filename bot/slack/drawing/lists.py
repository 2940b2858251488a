"""The lists of `/approvals`: a page of requests, with buttons to act, to turn the page and to see another list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.blocks import Block, Message
from bot.slack.drawing import rows
from bot.slack.wording import list_words as words
from bot.slack.wording import quantities

PER_PAGE = 5


class Which(StrEnum):
    """The lists there are."""

    WAITING = "waiting"
    ALL = "all"
    MINE = "mine"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Found:
    """Requests for one person, in order.

    `looked_at` is how many were looked at where there are more than that, else 0; `unsure` counts those about which
    Slack did not say who may decide.
    """

    requests: tuple[Request, ...] = ()
    looked_at: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, its number counted from 1."""

    requests: tuple[Request, ...]
    number: int
    pages: int


_TITLES = {
    Which.WAITING: words.WAITING,
    Which.ALL: words.ALL,
    Which.MINE: words.MINE,
    Which.HISTORY: words.HISTORY,
}
_TABS = {
    Which.WAITING: words.WAITING_TAB,
    Which.ALL: words.ALL_TAB,
    Which.MINE: words.MINE_TAB,
    Which.HISTORY: words.HISTORY_TAB,
}
_NOTHING = {
    Which.WAITING: words.NOTHING_WAITING,
    Which.ALL: words.NOTHING_OPEN,
    Which.MINE: words.NOTHING_MINE,
    Which.HISTORY: words.NOTHING_DECIDED,
}


def draw_list(which: Which, found: Found, wanted: int = 1) -> Message:
    """A page of a list as a message; a page that is not there any more is the last one there is."""
    page = page_of(found, wanted)
    title = titled(_TITLES[which], found)
    drawn = [
        blocks.header(title),
        *([] if found.requests else [blocks.section(_NOTHING[which])]),
        *(block for request in page.requests for block in _row(which, request)),
        *turning(page, lambda number: f"list:{which}:{number}"),
        *notes(found),
        _tabs(which),
    ]
    told = [title, *_read_aloud(page), *([] if found.requests else [_NOTHING[which]])]
    return Message("\n".join(told), drawn)


def page_of(found: Found, wanted: int, size: int = PER_PAGE) -> Page:
    """The wanted page of what was found, or the nearest there is."""
    pages = max(1, -(-len(found.requests) // size))
    number = min(max(wanted, 1), pages)
    return Page(found.requests[(number - 1) * size : number * size], number, pages)


def titled(title: str, found: Found) -> str:
    """The title with how many there are."""
    return words.counted(title, len(found.requests), not (found.looked_at or found.unsure))


def turning(page: Page, action_id: Callable[[int], str]) -> list[Block]:
    """Where in the list the reader is, and buttons to the pages before and after; nothing where there is one page."""
    if page.pages == 1:
        return []
    ways: Mapping[str, int] = {words.PREVIOUS: page.number - 1, words.NEXT: page.number + 1}
    there = [(label, number) for label, number in ways.items() if 1 <= number <= page.pages]
    buttons = [blocks.button(label, action_id(number), str(number)) for label, number in there]
    return [blocks.context(words.page_of(page.number, page.pages)), blocks.actions(buttons)]


def notes(found: Found) -> list[Block]:
    """What the list may lack, and why."""
    told = [
        words.bounded(found.looked_at) if found.looked_at else "",
        words.unsure(quantities.counted(found.unsure, "request")) if found.unsure else "",
    ]
    sentences = [sentence for sentence in told if sentence]
    return [blocks.context(*sentences)] if sentences else []


def _row(which: Which, request: Request) -> list[Block]:
    if which is Which.WAITING:
        return rows.to_answer(request)
    return rows.to_follow(request, own=which is Which.MINE)


def _tabs(which: Which) -> Block:
    others = [blocks.button(label, f"list:{other}:1", "1") for other, label in _TABS.items() if other is not which]
    return blocks.actions(others) | {"block_id": "tabs"}


def _read_aloud(page: Page) -> list[str]:
    first = (page.number - 1) * PER_PAGE + 1
    return [
        words.entry(
            number, text.phrase(request.ask.title, 200), quantities.parts([*rows.edited(request), rows.state(request)])
        )
        for number, request in enumerate(page.requests, start=first)
    ]
