"""The plain dialects: shapes that tutorials and real code use, each known by what it carries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pydantic import ValidationError

from bot.approvals.dialects import (
    approved,
    decided,
    free_text,
    options,
    options_as_text,
    options_as_words,
    stated,
    true_or_false,
    unsure,
)
from bot.approvals.dialects.payloads import Malformed, Payload, Reading
from bot.approvals.dialects.unsure import Unsure

NAMED: Final[Mapping[str, Callable[[Payload], Reading]]] = {
    options_as_text.NAME: options_as_text.read_as_told,
    options_as_words.NAME: options_as_words.read_as_told,
    decided.NAME: decided.read_as_told,
    approved.NAME: approved.read_as_told,
    stated.JSON: stated.read_as_json,
    free_text.NAME: free_text.read_as_told,
    true_or_false.NAME: true_or_false.read_as_told,
}


def _bare(given: Payload) -> None:
    """A list of words can want one of them as a text, or an object with it."""
    if options.listed(given.value):
        why = "whether its answer is one of the words alone, or an object with it, is not said"
        raise Unsure(why, options_as_words.NAME)


# What an author says where only they can say it goes before what may be an agent's, quoted in the question.
_IN_ORDER: Final[Sequence[Callable[[Payload], Reading | None]]] = (
    stated.read,
    options_as_text.read,
    stated.read_question,
    options_as_text.read_question,
    _bare,
    free_text.read,
)


def read(given: Payload) -> Reading | None:
    """The question and its answers, or without actions where its author alone knows how it has to be answered.

    None where it is of no plain dialect; raises Malformed.
    """
    try:
        return tried(given, _IN_ORDER)
    except Unsure as why:
        return unsure.reading(given, why)


def tried(given: Payload, dialects: Sequence[Callable[[Payload], Reading | None]]) -> Reading | None:
    """What the first of these dialects makes of it; raises Malformed where a value in it is none, and Unsure."""
    try:
        return next((found for dialect in dialects if (found := dialect(given))), None)
    except RecursionError:
        raise Malformed("it is nested too deeply") from None
    except ValidationError as invalid:
        raise Malformed(str(invalid.errors(include_url=False)[0]["msg"])) from None
