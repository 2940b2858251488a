"""The card of a question of several parts: a row for each, with its own answers, and what they come to together."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.approvals.request import Request, State
from bot.slack import blocks, text
from bot.slack.answers import BRIEF_BLOCK, WHOLE_BLOCK, batch_value
from bot.slack.blocks import Block, Message
from bot.slack.drawing import batch_buttons, body, buttons, cards, edits, rows, story, tallies, verdict
from bot.slack.drawing.cards import Shown
from bot.slack.drawing.room import FULL
from bot.slack.wording import batch_words, card_words, quantities
from bot.slack.wording import part_words as words

MOST_ROWS = 10
MOST_BUTTONS = 5
MOST_BLOCKS = 50
AROUND = 10  # blocks above and below the rows
A_ROW = 3  # blocks of an open row beside what it asks
A_CLOSED_ROW = 2
ROOM = 7000  # characters of all that is asked
A_TITLE = 200
A_BRIEF = 300
A_REASON = 300


@dataclass(frozen=True, slots=True)
class _Row:
    """One part: its blocks, and whether they show all of what is asked."""

    drawn: list[Block]
    is_whole: bool = True


def draw_parts(batch_id: str, requests: Sequence[Request], shown: Shown) -> Message:
    """The parts of one question that share a card, in the order in which they joined it, at least two.

    Whoever has room is drawn in full, with its answers; a part that is shown in brief is approved only by who has read
    it. Where there are too many rows those that are open come first, and the rest is behind *Review one by one*.
    """
    waiting = tallies.still_open(requests)
    placed = _placed(requests)
    room = _room(placed)
    drawn = [_row(request, room) for request in placed]
    over = len(requests) - len(placed)
    is_whole = len(waiting) <= MOST_ROWS and all(row.is_whole for row in drawn)
    return Message(
        _story(requests),
        [
            *([blocks.context(*copied)] if (copied := tallies.copied(waiting, direct=shown.direct)) else []),
            *cards.trouble(shown.trouble),
            blocks.header(_headline(requests)),
            *_section([*tallies.escalated(waiting), *tallies.progress(requests)]),
            *(block for row in drawn for block in row.drawn),
            *([blocks.context(words.beyond(over))] if over else []),
            {"type": "divider"},
            *_section(tallies.asked(waiting, {} if shown.direct else shown.mentions)),
            blocks.context(*_origin(batch_id, requests)),
            *_for_all(batch_id, requests, is_whole),
        ],
    )


def _placed(requests: Sequence[Request]) -> list[Request]:
    """Those that get a row: what is open first, and then all in their own order."""
    first = sorted(requests, key=lambda request: (request.state is not State.OPEN, request.origin.part))[:MOST_ROWS]
    return sorted(first, key=lambda request: request.origin.part)


def _room(placed: Sequence[Request]) -> tuple[int, int]:
    """How many blocks, and characters, there are for what each open one asks."""
    waiting = len(tallies.still_open(placed)) or 1
    left = MOST_BLOCKS - AROUND - A_CLOSED_ROW * (len(placed) - waiting)
    return left // waiting - A_ROW, ROOM // len(placed)


def _row(request: Request, room: tuple[int, int]) -> _Row:
    if request.state is not State.OPEN:
        return _Row([{"type": "divider"}, blocks.section("\n".join(_closed(request)))])
    full = [*edits.drawn(request, FULL), *body.drawn(request, FULL)]
    most, longest = room
    if len(full) <= most and blocks.size(full) <= longest and cards.is_whole(request):
        told = blocks.section("\n".join([_title(request), rows.state(request)]))
        return _Row([{"type": "divider"}, told, *full, _answers(request, whole=True)])
    told = blocks.section("\n".join([_title(request), *_brief(request), rows.state(request), words.brief()]))
    named = {"block_id": f"{BRIEF_BLOCK}:{request.origin.part}"}
    return _Row([{"type": "divider"}, told, _answers(request, whole=False) | named], is_whole=False)


def _answers(request: Request, *, whole: bool) -> Block:
    """The buttons of a row, none of which stands out; beside everything that is asked, reading it all comes last."""
    [row] = map(rows.calm, buttons.row(request, whole))
    elements = row["elements"]
    if whole and len(elements) > MOST_BUTTONS:
        elements = [element for element in elements if element["action_id"] != "see"]
    return row | {"elements": elements}


def _title(request: Request) -> str:
    return words.title(request.origin.part + 1, text.phrase(request.ask.title, A_TITLE))


def _brief(request: Request) -> list[str]:
    """What it is about, on one line: what will run, as people have changed it, or else the facts."""
    ask = request.ask
    pairs = edits.pairs_of(ask.draft.values, ask.draft.form) if ask.draft else ask.facts
    told = quantities.parts(f"{card_words.labelled(pair.label)}{pair.value}" for pair in pairs)
    return [*rows.edited(request), *([text.phrase(told, A_BRIEF)] if told.strip() else [])]


def _closed(request: Request) -> list[str]:
    because = verdict.reason(request)
    reason = [words.reason(text.phrase(because, A_REASON))] if because.strip() else []
    return [_title(request), *_brief(request), rows.state(request), *reason]


def _headline(requests: Sequence[Request]) -> str:
    workflow, waiting = text.shorten(requests[0].origin.workflow, 80), tallies.still_open(requests)
    return words.waiting(workflow, len(waiting)) if waiting else words.done(workflow, len(requests))


def _section(told: Sequence[str]) -> list[Block]:
    return [blocks.section("\n".join(told))] if told else []


def _origin(batch_id: str, requests: Sequence[Request]) -> list[str]:
    first = requests[0]
    workflow, asked_at = text.phrase(first.origin.workflow, 100), text.moment(first.opened_at)
    told = [card_words.origin(text.user(first.origin.requester), workflow, asked_at)]
    told.append(batch_words.reference(text.phrase(batch_id, 100)))
    return [*told, words.COUNTS] if tallies.still_open(requests) else told


def _for_all(batch_id: str, requests: Sequence[Request], is_whole: bool) -> list[Block]:
    """Answers to all that are open, where these are several; they count at once where the card shows everything."""
    waiting = tallies.still_open(requests)
    if not waiting:
        return []
    each = blocks.button(batch_words.EACH, "batch_each", batch_value(batch_id, "each", requests))
    see = blocks.button(card_words.SEE_EVERYTHING, "batch_see", batch_value(batch_id, "see", requests))
    for_all = batch_buttons.for_all(batch_id, requests) if len(waiting) > 1 else []
    row = rows.calm(blocks.actions([*for_all, each, see]))
    return [row | ({"block_id": WHOLE_BLOCK} if is_whole else {})]


def _story(requests: Sequence[Request]) -> str:
    waiting = tallies.still_open(requests)
    in_order = sorted(requests, key=lambda request: request.origin.part)
    told = (batch_words.because(_title(request), rows.state(request)) for request in in_order)
    lines = [text.escape(_headline(requests)), *tallies.escalated(waiting), *tallies.progress(requests)]
    return story.within_room([*lines, *tallies.asked(waiting), *told])
