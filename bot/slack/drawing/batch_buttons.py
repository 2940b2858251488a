"""The buttons that answer for all requests of a batch, on its card and at the end of everything that they ask."""

from collections.abc import Sequence

from bot.approvals.ask import Action, Kind, Risk
from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.answers import batch_value
from bot.slack.blocks import Block
from bot.slack.drawing import buttons, tallies
from bot.slack.wording import batch_words as words
from bot.slack.wording import card_words, quantities


def for_all(batch_id: str, shown: Sequence[Request]) -> list[Block]:
    """A button for each answer that all open ones, at least one of those shown, can be given at once.

    Every value seals all that is shown, also what is closed; what needs values is answered one by one.
    """
    waiting = tallies.still_open(shown)
    actions = [action for kind in (Kind.APPROVE, Kind.REJECT) if (action := _shared(waiting, kind))]
    return [_for_all(waiting, action, batch_value(batch_id, action.id, shown)) for action in actions]


def _shared(waiting: Sequence[Request], kind: Kind) -> Action | None:
    """The first action of that kind where it is so for all of them and needs no values: parts may differ in that."""
    first = waiting[0].ask.first(kind)
    return first if first and not first.form and all(each.ask.first(kind) == first for each in waiting) else None


def _for_all(waiting: Sequence[Request], action: Action, value: str) -> Block:
    said = words.for_all(text.one_line(action.label) or action.id, len(waiting))
    label = card_words.modal_follows(said) if buttons.opens_a_form(action) else said
    risky = sum(request.ask.risk is Risk.HIGH for request in waiting)
    asks_twice = risky > 0 and action.kind is Kind.APPROVE and not buttons.opens_a_form(action)
    asking_again = _sure(waiting, risky, said) if asks_twice else None
    return blocks.button(label, f"batch:{action.id}", value, buttons.STYLES[action.kind], asking=asking_again)


def _sure(waiting: Sequence[Request], risky: int, label: str) -> Block:
    approving = words.approving(tallies.things(waiting), words.risky(quantities.number(risky)))
    return blocks.confirm(words.SURE, approving, card_words.yes(label), card_words.NOT_YET)
