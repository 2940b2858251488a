"""Puts what a workflow did on the journal, once for its key."""

from functools import partial

from bot.review import effect
from workflows.journal import Effect, carry_out


async def on_record(name: str, entry: Effect, words: str) -> str:
    """Have it done, as the effect `name` of this run, and return its reference; `words` say to people what was done.

    The entry's key makes a repeat harmless. Raises EffectRefused and EffectUnsettled as `carry_out` does.
    """
    return await effect(name, partial(_written, entry), words=words, repeatable=True)


async def _written(entry: Effect) -> str:
    await carry_out(entry)
    return entry.reference
