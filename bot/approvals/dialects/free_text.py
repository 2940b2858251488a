"""Free text: the answer to a question is what people write."""

import re
from typing import Final

from bot.approvals.ask import Action, Kind
from bot.approvals.dialects import author, faces
from bot.approvals.dialects.options_as_text import TEXT, text_form
from bot.approvals.dialects.payloads import Part, Payload, Reading
from bot.approvals.dialects.shapes import Part as Of
from bot.approvals.dialects.shapes import Reply, Take, Words
from bot.approvals.dialects.unsure import Unsure

NAME: Final = "free_text"
_ANSWER = Action(id="answer", label="Answer", kind=Kind.NEUTRAL, form=text_form("Answer"))
_YES_OR_NO = re.compile(
    r"(?:^|[.!:;,\n]\s*)(?:please\s+)?(?:do|does|did|is|are|am|was|were|can|could|may|might|shall|should|will|would|has|have|"
    r"had|must|approve|confirm|proceed|continue|accept|allow|ok|okay|ready|send|deploy|execute|run|publish)\b"
    r"|\b(?:approv\w*|confirm\w*|sign[- ]?off|yes|permission|authori[sz]\w*|y/n|true|go ahead|reject\w*)\b",
    re.IGNORECASE,
)


def read(given: Payload) -> Reading | None:
    """A text, or an object with a `question`; raises Unsure where the answer may be yes or no.

    `interrupt("Approve?")` may want true as well as "yes", and to many a graph any text, "no" too, is true.
    """
    text = _question(given)
    if not text.strip():
        return None
    if _YES_OR_NO.search("\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())):
        raise Unsure("whether its answer is a text, or true and false, is not said", "true_or_false")
    return read_as_told(given)


def read_as_told(given: Payload) -> Reading:
    """Any payload, where the configuration says that its answer is what people write."""
    answer = Words(words=(Take(take=Of.VALUES, name=TEXT),))
    return Reading(NAME, (Part(faces.asked(given.value, [_ANSWER]), Reply(answers={_ANSWER.id: answer})),))


def _question(given: Payload) -> str:
    if isinstance(given.value, str):
        return author.looked_into(given.value)
    fields = {author.plain(name): inner for name, inner in given.value.items()} if faces.is_object(given.value) else {}
    return author.looked_into(question) if isinstance(question := fields.get("question"), str) else ""
