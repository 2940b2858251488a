"""Modals about a batch: all of its requests in full, the same one after the other, and one answer to them all."""

import json
from dataclasses import dataclass

from bot.approvals.ask import Action, ReasonRule
from bot.approvals.request import Request, State
from bot.slack import blocks, text
from bot.slack.answers import NOWHERE, Memo, Place, batch_value
from bot.slack.blocks import Block
from bot.slack.drawing import batch_buttons, buttons, frames, pages
from bot.slack.drawing.frames import View
from bot.slack.wording import modal_words as words

MOST_BLOCKS = 85
LARGEST = 60_000


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as its card showed it: the requests that had joined by then, in that order."""

    id: str
    shown: tuple[Request, ...]

    @property
    def open(self) -> list[Request]:
        """Those that wait for an answer still."""
        return [request for request in self.shown if request.state is State.OPEN]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of one of the requests: the `number`th, and whether its ask ends here."""

    number: int
    request: Request
    drawn: list[Block]
    is_last: bool


def reason_for_all(batch: Batch, action: Action, place: Place = NOWHERE) -> View:
    """The modal that asks once why all of them get this answer."""
    wordless = action.reason is ReasonRule.NONE
    drawn = [
        blocks.section(words.to_send_for(text.phrase(action.label, 60), len(batch.open))),
        blocks.rich(blocks.bullets([blocks.line(text.one_line(request.ask.title)) for request in batch.open])),
        *([] if wordless else [frames.reason_input(optional=action.reason is not ReasonRule.REQUIRED)]),
    ]
    memo = Memo(batch_value(batch.id, action.id, batch.shown), place)
    return frames.modal(words.REASON_TITLE, drawn, "batch", memo.metadata()) | frames.sending(action.label)


def all_view(batch: Batch, page: int = 1, place: Place = NOWHERE, because: str = "") -> View:
    """One page of every request in full; the last offers to answer them all. `because` is a sentence on top."""
    bound = _bound(batch)
    number = min(max(page, 1), len(bound))
    is_last = number == len(bound)
    drawn = [
        *frames.said(because),
        *(block for leaf in bound[number - 1] for block in _headed(leaf, len(batch.shown))),
        *_turning(batch, "see", (number - 1, number + 1), len(bound)),
        *(_end(batch) if is_last else []),
    ]
    return frames.modal(words.BATCH_TITLE, drawn, "batch", _memo(batch, "see", place))


def is_end(batch: Batch, page: int) -> bool:
    """Whether whoever is shown this page of them all has been shown every one in full."""
    return page >= len(_bound(batch))


def each_view(batch: Batch, page: int = 1, place: Place = NOWHERE, told: str = "") -> View:
    """One page of one request, with its answers at its end. `told` is a sentence on top: what became of the last."""
    leaves = _leaves(batch)
    number = min(max(page, 1), len(leaves))
    leaf = leaves[number - 1]
    drawn = [
        *frames.said(told),
        *_headed(leaf, len(batch.shown)),
        *(buttons.row(leaf.request, whole=True) if leaf.is_last else []),
        *_turning(batch, "each", (_before(leaves, number), number + 1), len(leaves)),
    ]
    return frames.modal(words.EACH_TITLE, drawn, "batch", _memo(batch, "each", place))


def read_at(batch: Batch, page: int) -> Request | None:
    """The request that whoever is shown this page, one by one, has been shown all of; None before its end."""
    leaves = _leaves(batch)
    leaf = leaves[min(max(page, 1), len(leaves)) - 1]
    return leaf.request if leaf.is_last else None


def next_open(batch: Batch, after: str) -> int:
    """The page where the next open request begins after the one of that id, round to the first; 1 if all are closed."""
    leaves = _leaves(batch)
    start = next((index for index, leaf in enumerate(leaves) if leaf.request.id == after and leaf.is_last), -1) + 1
    around = [*range(start, len(leaves)), *range(start)]
    begins = (index for index in around if index == 0 or leaves[index - 1].number != leaves[index].number)
    return next((index + 1 for index in begins if leaves[index].request.state is State.OPEN), 1)


def page_of(batch: Batch, request_id: str) -> int:
    """The page where the request of that id begins."""
    return next((at for at, leaf in enumerate(_leaves(batch), 1) if leaf.request.id == request_id), 1)


def closing_view(told: str) -> View:
    """What a batch's modal becomes once it has been answered."""
    return frames.modal(words.BATCH_TITLE, [blocks.section(told)], "told", "")


def _leaves(batch: Batch) -> list[Leaf]:
    found: list[Leaf] = []
    for number, request in enumerate(batch.shown, 1):
        drawn = pages.pages(request.ask, request.edits)
        found += [Leaf(number, request, page, at == len(drawn)) for at, page in enumerate(drawn, 1)]
    return found


def _bound(batch: Batch) -> list[list[Leaf]]:
    """As many leaves on a page as fit; it depends on what is asked alone, so pages stay when one is decided."""
    bound: list[list[Leaf]] = []
    count, size = MOST_BLOCKS, LARGEST
    for leaf in _leaves(batch):
        taken, weight = len(leaf.drawn) + 2, len(json.dumps(leaf.drawn))
        if count + taken > MOST_BLOCKS or size + weight > LARGEST:
            bound.append([])
            count = size = 0
        bound[-1].append(leaf)
        count, size = count + taken, size + weight
    return bound


def _headed(leaf: Leaf, of: int) -> list[Block]:
    is_open = leaf.request.state is State.OPEN
    heading = words.one_of(leaf.number, of) if is_open else words.one_of_closed(leaf.number, of)
    return [{"type": "divider"}, blocks.context(heading), *leaf.drawn]


def _before(leaves: list[Leaf], page: int) -> int:
    """Back to where a request begins: the end of one, where it is answered, is only ever reached through all of it."""
    before = leaves[max(page - 2, 0)]
    return next(at for at, leaf in enumerate(leaves, 1) if leaf.number == before.number) if page > 1 else 0


def _turning(batch: Batch, mode: str, to: tuple[int, int], count: int) -> list[Block]:
    """Buttons to the page before and the page after, as far as there are such."""
    if count == 1:
        return []
    labels = (words.PREVIOUS, words.NEXT) if mode == "see" else (words.PREVIOUS_ONE, words.NEXT_ONE)
    value = batch_value(batch.id, mode, batch.shown)
    turns = [(label, page) for label, page in zip(labels, to, strict=True) if 1 <= page <= count]
    turning = [blocks.button(label, f"batch_page:{page}", value) for label, page in turns]
    return [blocks.context(words.page_of(to[1] - 1, count)), blocks.actions(turning)]


def _end(batch: Batch) -> list[Block]:
    if not batch.open:
        return [blocks.context(words.BATCH_ALL_CLOSED)]
    for_all = batch_buttons.for_all(batch.id, batch.shown)
    return [*([blocks.actions(for_all)] if for_all else []), blocks.context(words.BATCH_END)]


def _memo(batch: Batch, mode: str, place: Place) -> str:
    return Memo(batch_value(batch.id, mode, batch.shown), place).metadata()
