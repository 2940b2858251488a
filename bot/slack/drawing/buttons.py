"""The row of a card's buttons: one for each action, then editing, reading it all, and the menu *More*."""

from collections.abc import Iterator

from bot.approvals.ask import Action, Kind, ReasonRule, Risk
from bot.approvals.offers import UNDO
from bot.approvals.request import Request, State
from bot.slack import blocks, text
from bot.slack.answers import more_value, vote_value
from bot.slack.blocks import Block
from bot.slack.drawing import edits
from bot.slack.wording import card_words as words
from bot.slack.wording import offer_words

MOST = 20
MOST_ENTRIES = 5
STYLES = {Kind.APPROVE: "primary", Kind.REJECT: "danger"}


def offered(request: Request) -> tuple[Action, ...]:
    """The actions that can be taken at all: what escalates is none after the last tier."""
    is_last = request.next_tier is None
    return tuple(action for action in request.ask.actions if action.kind is not Kind.ESCALATE or not is_last)


def on_card(request: Request) -> tuple[Action, ...]:
    """The actions that the open card has buttons for; where not all have room, the first of each kind come first."""
    actions = offered(request)
    if len(actions) <= MOST:
        return actions
    firsts = [action for action in map(request.ask.first, Kind) if action in actions]
    return (*firsts, *[action for action in actions if action not in firsts][: MOST - len(firsts)])


def row(request: Request, whole: bool) -> list[Block]:
    """The buttons of a card that shows the ask wholly or in part; a closed one has none that decides.

    Reading it all is pressed first where that is needed, and is an entry of the menu otherwise, if there is room.
    """
    is_open, entries = request.state is State.OPEN, list(_more(request))
    is_entry = whole and len(entries) < MOST_ENTRIES
    menu = [("see", words.SEE_EVERYTHING), *entries] if is_entry else entries
    options = [blocks.option(label, more_value(what, request.id)) for what, label in menu]
    stands_out = "primary" if is_open and not whole else ""
    see = [] if is_entry else [blocks.button(words.SEE_EVERYTHING, "see", request.id, stands_out)]
    votes = list(_votes(request, whole)) if is_open else []
    drawn = [*votes, *see] if whole else [*see, *votes]
    return [blocks.actions([*drawn, blocks.overflow("more", options)])]


def opens_a_form(action: Action) -> bool:
    """Whether pressing the action asks for words or values first."""
    return action.reason is not ReasonRule.NONE or bool(action.form)


def _votes(request: Request, whole: bool) -> Iterator[Block]:
    """Only the first of its kind stands out, as two would compete; an approval only where all of it was shown."""
    for action in on_card(request):
        is_first = action is request.ask.first(action.kind)
        stands_out = is_first and (whole or action.kind is not Kind.APPROVE)
        yield _vote(request, action, STYLES.get(action.kind, "") if stands_out else "")
        if is_first and action.kind is Kind.APPROVE and request.ask.draft:
            yield blocks.button(words.EDIT_AND_APPROVE, "edit", vote_value(request, action))


def _vote(request: Request, action: Action, style: str) -> Block:
    """What is at high risk is asked twice wherever it is pressed: who has read it all approves from any copy."""
    said = offer_words.UNDO if action == UNDO else text.one_line(action.label) or action.id
    label = words.modal_follows(said) if opens_a_form(action) else said
    asks_twice = action.kind is Kind.APPROVE and request.ask.risk is Risk.HIGH and not opens_a_form(action)
    asking = _sure(request, said) if asks_twice else None
    return blocks.button(label, f"vote:{action.id}", vote_value(request, action), style, asking=asking)


def _sure(request: Request, label: str) -> Block:
    title, changes = text.shorten(request.ask.title, 120), text.shorten(edits.brief(request), 90)
    approving = words.approving(words.edited_title(title, changes), words.PLAIN_RISKS[Risk.HIGH])
    return blocks.confirm(words.SURE, approving, words.yes(label), words.NOT_YET)


def _more(request: Request) -> Iterator[tuple[str, str]]:
    """What else can be done about it, by what is to be done and how that is called."""
    yield "history", words.HISTORY
    if request.is_offer:
        return
    if request.state is State.OPEN:
        yield "ask", words.ASK_A_QUESTION
        yield "delegate", words.DELEGATE
        if request.next_tier and not any(action.kind is Kind.ESCALATE for action in request.ask.actions):
            yield "escalate", words.ESCALATE_NOW
        if request.due_at:
            yield "extend", words.EXTEND
    elif not (request.reopening or (request.decision and request.decision.approved)):
        yield "reopen", words.REOPEN
