"""Options as words: the answer is an object with the chosen word, what was said with it, and who chose."""

from typing import Final

from bot.approvals.dialects import keyed, options_as_text
from bot.approvals.dialects.keyed import Answer, Role
from bot.approvals.dialects.payloads import Payload, Reading
from bot.approvals.dialects.unsure import Unsure

NAME: Final = "options_as_words"
_ANSWER = Answer(roles={"action": Role.CHOICE, "feedback": Role.WORDS, "reviewer": Role.WHO})


def read_as_told(given: Payload) -> Reading:
    """The buttons for the words that the payload names; raises Unsure where it names none."""
    offer = options_as_text.offered_by(given.value)
    if offer is None:
        raise Unsure("it names no answers, neither in a list nor in quotes", NAME)
    return keyed.reading(given.value, NAME, _ANSWER, offer)
