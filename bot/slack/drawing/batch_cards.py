"""The card of a batch: how many like requests wait, which stand out, what they come to, and answers for all of them."""

from collections.abc import Mapping, Sequence

from bot.approvals.request import Request, State
from bot.slack import blocks, text
from bot.slack.answers import batch_value
from bot.slack.blocks import Block, Message
from bot.slack.drawing import asking, batch_buttons, cards, edits, part_cards, story, tallies, verdict
from bot.slack.drawing.cards import Shown
from bot.slack.drawing.outliers import FEWEST, oddities
from bot.slack.wording import batch_words as words
from bot.slack.wording import card_words, quantities

SAMPLE = 8
A_TITLE = 90
A_CELL = 160
A_COLUMN = 3200
AN_ODDITY = 240
Odd = Mapping[str, Sequence[str]]


def draw_batch(batch_id: str, requests: Sequence[Request], shown: Shown) -> Message:
    """The batch of these requests (at least one, in the order in which they joined) as it stands.

    One request by itself is drawn as its ordinary card, and the parts of one question as the card of these. When all
    are closed the card sums up what became of them, and has no buttons.
    """
    if len(requests) == 1:
        return cards.draw(requests[0], shown)
    if requests[0].origin.parts > 1:
        return part_cards.draw_parts(batch_id, requests, shown)
    waiting = tallies.still_open(requests)
    odd = oddities(waiting)
    drawn = [
        *([blocks.context(*copied)] if (copied := tallies.copied(waiting, direct=shown.direct)) else []),
        *cards.trouble(shown.trouble),
        blocks.header(tallies.headline(requests)),
        *_section(tallies.escalated(waiting)),
        *_section(tallies.progress(requests)),
        *_singled_out(waiting, odd),
        *_sample(requests, odd),
        *_totals(waiting),
        *_section(tallies.asked(waiting, {} if shown.direct else shown.mentions)),
        blocks.context(*_origin(batch_id, requests)),
        *_buttons(batch_id, requests),
    ]
    return Message(_story(requests, odd), drawn)


def _section(told: Sequence[str]) -> list[Block]:
    return [blocks.section("\n".join(told))] if told else []


def _singled_out(waiting: Sequence[Request], odd: Odd) -> list[Block]:
    """Those that stand out, why, and by which rule."""
    if not waiting:
        return []
    named = [request for request in waiting if request.id in odd]
    if not named:
        return [blocks.context(words.ORDINARY, _rule(waiting))]
    lines = [blocks.line(_plain_title(request), words.because("", _why(odd[request.id]))) for request in named[:SAMPLE]]
    marks = [blocks.sentence(_beyond(len(named) - SAMPLE))] if len(named) > SAMPLE else []
    return [
        blocks.rich(blocks.line(words.SINGLED_OUT), blocks.bullets([*lines, *marks])),
        blocks.context(_rule(waiting)),
    ]


def _rule(waiting: Sequence[Request]) -> str:
    """By which rule; numbers are compared among enough of them only."""
    return words.RULE if len(waiting) >= FEWEST else words.RULE_FOR_FEW


def _sample(requests: Sequence[Request], odd: Odd) -> list[Block]:
    """A table of those that stand out and the first others; of all of them once nothing is open."""
    ordered = sorted(requests, key=lambda request: (request.state is not State.OPEN, request.id not in odd))
    shown = ordered[:SAMPLE] if tallies.still_open(requests) else ordered
    names = tallies.measures(requests)
    room = min(A_CELL, A_COLUMN // len(shown))
    notes = [text.shorten(_note(request, odd), room) for request in shown]
    heads = [words.TITLE, *map(tallies.name_of, names), *([words.STANDING] if any(notes) else [])]
    rows = [
        [text.shorten(_title(request), room), *_row(request, names), *([note or quantities.NONE] if any(notes) else [])]
        for request, note in zip(shown, notes, strict=True)
    ]
    over = len(requests) - len(shown)
    more = [blocks.context(_beyond(over))] if over else []
    return [blocks.table([heads, *rows], numbers=range(1, 1 + len(names))), *more]


def _row(request: Request, names: Sequence[str]) -> list[str]:
    measures = request.ask.measures
    return [quantities.number(measures[name]) if name in measures else quantities.NONE for name in names]


def _note(request: Request, odd: Odd) -> str:
    if request.state is not State.OPEN:
        said, reason = verdict.brief(request), verdict.reason(request)
        return words.because(said, reason) if reason.strip() else said
    return words.NOTEWORTHY if request.id in odd else ""


def _beyond(count: int) -> str:
    return words.beyond(quantities.counted(count, "request"))


def _totals(waiting: Sequence[Request]) -> list[Block]:
    lines = [blocks.line(card_words.labelled(name), said) for name, said in tallies.totals(waiting)]
    return [blocks.rich(*lines)] if lines else []


def _origin(batch_id: str, requests: Sequence[Request]) -> list[str]:
    requesters = dict.fromkeys(request.origin.requester for request in requests)
    people = asking.some([text.user(person) for person in requesters])
    workflow = text.phrase(requests[0].origin.workflow, 100)
    began = text.moment(min(request.opened_at for request in requests))
    told = [words.origin(workflow, people, began), words.reference(text.phrase(batch_id, 100))]
    return [*told, words.COUNTS] if tallies.still_open(requests) else told


def _buttons(batch_id: str, requests: Sequence[Request]) -> list[Block]:
    if not tallies.still_open(requests):
        return []
    each = blocks.button(words.EACH, "batch_each", batch_value(batch_id, "each", requests))
    see = blocks.button(card_words.SEE_EVERYTHING, "batch_see", batch_value(batch_id, "see", requests))
    return [blocks.actions([*batch_buttons.for_all(batch_id, requests), each, see])]


def _story(requests: Sequence[Request], odd: Odd) -> str:
    waiting = tallies.still_open(requests)
    return story.within_room(
        [
            text.phrase(tallies.headline(requests), 200),
            *tallies.escalated(waiting),
            *tallies.progress(requests),
            *tallies.asked(waiting),
            *(
                card_words.labelled(text.phrase(name, 100)) + text.escape(said)
                for name, said in tallies.totals(waiting)
            ),
            *(_line(request, odd) for request in requests),
        ]
    )


def _line(request: Request, odd: Odd) -> str:
    title = text.phrase(_title(request), 180)
    told = _why(odd.get(request.id, ())) if request.state is State.OPEN else _note(request, odd)
    return words.because(title, text.phrase(told, 200)) if told else title


def _why(odd: Sequence[str]) -> str:
    return text.clip(quantities.clauses(odd), AN_ODDITY)


def _title(request: Request) -> str:
    return card_words.edited_title(_plain_title(request), edits.brief(request))


def _plain_title(request: Request) -> str:
    return text.shorten(request.ask.title, A_TITLE) or card_words.UNTITLED
