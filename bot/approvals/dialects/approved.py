"""Approved: the answer is an object that says true or false, with notes and the user who decided."""

from typing import Final

from bot.approvals.dialects import keyed
from bot.approvals.dialects.keyed import Answer, Role
from bot.approvals.dialects.payloads import Payload, Reading

NAME: Final = "approved"
_ANSWER = Answer(roles={"approved": Role.CONSENT, "notes": Role.WORDS, "user": Role.WHO})


def read_as_told(given: Payload) -> Reading:
    """Any payload, where the configuration says so."""
    return keyed.reading(given.value, NAME, _ANSWER, keyed.CONSENTING)
