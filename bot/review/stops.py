"""Stops a workflow until people have decided, and tells them how far it is."""

from langgraph.config import get_stream_writer
from langgraph.types import interrupt

from bot.approvals.ask import Ask
from bot.approvals.decision import Decision
from bot.approvals.dialects import native
from bot.approvals.digests import digest_of


class AskChanged(Exception):
    """This question differs from the one people decided, so their decision is not used."""


def ask(question: Ask) -> Decision:
    """Stop the workflow until people have decided `question`, then return their decision.

    LangGraph runs the node again from its top when the answer comes, so do no effect before this call in the same node,
    and build the same question each time; raises AskChanged when it is another one than people saw. Where people edited
    the question's draft, `decision.edits` are the values to act upon.
    """
    decision = Decision.model_validate(interrupt(native.payload(question)))
    if decision.edits is not None and question.draft is None:
        raise AskChanged(AskChanged.__doc__)
    signed = question if decision.edits is None else question.edited(decision.edits)
    if decision.digest != digest_of(signed):
        raise AskChanged(AskChanged.__doc__)
    return decision


def progress(words: str, done: float | None = None, of: float | None = None) -> None:
    """Tell people how far the run is, in words, and `done` of `of` where it can be counted.

    They see the newest words only, in one message that is drawn anew every few seconds at most. It costs a step next to
    nothing, waits for nobody, and may be called in any step of a graph; outside of one nobody hears it.
    """
    told = {"progress": words, "done": done, "of": of}
    try:
        tell = get_stream_writer()
    except RuntimeError:  # a step that is called as a plain function, as tests do
        return
    tell({name: value for name, value in told.items() if value is not None})
