"""Decided: the answer is an object that says approved or rejected, why, and with which parameters."""

from typing import Final

from bot.approvals.dialects import keyed
from bot.approvals.dialects.keyed import Answer, Role
from bot.approvals.dialects.options import Offer, Option
from bot.approvals.dialects.payloads import Payload, Reading

NAME: Final = "decided"
_ANSWER = Answer(roles={"decision": Role.CHOICE, "feedback": Role.WORDS, "modified_parameters": Role.CHANGES})
_OFFER = Offer((Option("approved"), Option("rejected")))


def read_as_told(given: Payload) -> Reading:
    """Any payload, where the configuration says so; the parameters in it, if there are some, may be changed."""
    return keyed.reading(given.value, NAME, _ANSWER, _OFFER)
