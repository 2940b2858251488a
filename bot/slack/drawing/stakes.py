"""What is at stake: the risk in words, and the numbers that limits are compared with, none of them told twice."""

import re
from collections.abc import Iterator

from bot.approvals.ask import Ask, Urgency
from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.drawing import edits
from bot.slack.drawing.room import Caps, left_out
from bot.slack.wording import card_words as words
from bot.slack.wording import quantities

RISK = "risk"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def drawn(ask: Ask, caps: Caps) -> Iterator[Block]:
    """The risk, a high urgency, and the measures, as far as the card does not tell them elsewhere."""
    told = [blocks.line(words.labelled(words.RISK), risk(ask))] if ask.risk else []
    if ask.urgency is Urgency.HIGH:
        told.append(blocks.line(words.labelled(words.URGENCY), words.URGENCIES[ask.urgency]))
    measures = untold(ask)
    if measures:
        shown = [measure(name, value, caps.item) for name, value in measures.items()][: caps.items]
        all_of_it = quantities.parts([*shown, *left_out(list(measures), caps, "measure")])
        told.append(blocks.line(words.labelled(words.MEASURES), all_of_it))
    if told:
        yield blocks.rich(*told)


def risk(ask: Ask, *, plain: bool = False) -> str:
    """The risk in words, with its measure where there is one; `plain` leaves out what is only for the eye."""
    if ask.risk is None:
        return ""
    said = words.PLAIN_RISKS[ask.risk] if plain else words.RISKS[ask.risk]
    number = ask.measures.get(RISK)
    return said if number is None else words.risk_measured(said, quantities.number(number))


def untold(ask: Ask) -> dict[str, float]:
    """The measures that are neither the risk's nor those of a fact or a value of the draft, in the same figures."""
    pairs = [(fact.label, fact.value) for fact in ask.facts]
    if ask.draft:
        pairs += edits.pairs_of(ask.draft.values, ask.draft.form)
    told = {(label.casefold(), value) for label, said in pairs for value in _numbers(said)}
    return {
        name: value
        for name, value in ask.measures.items()
        if (name.casefold(), value) not in told and not (name == RISK and ask.risk)
    }


def measure(name: str, value: float, limit: int) -> str:
    """A measure and its value, raw."""
    return words.measure(text.shorten(name, limit) or quantities.EMPTY, quantities.number(value))


def _numbers(said: str) -> list[float]:
    return [float(found.replace(",", "")) for found in _NUMBER.findall(said[:200])]
