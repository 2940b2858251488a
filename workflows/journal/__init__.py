"""Carries out each effect once: one line in a local file, or one POST to an endpoint, under a key."""

import asyncio
import os
import sqlite3
from pathlib import Path

from workflows.journal import endpoint, file
from workflows.journal.effect import Effect, EffectRefused, EffectUnsettled, reference_of
from workflows.journal.file import Tally, tally

__all__ = ["Effect", "EffectRefused", "EffectUnsettled", "Tally", "carry_out", "reference_of", "tally", "target"]


def target() -> str:
    """Where effects go: the path or http(s) address in COUNTERSIGN_EFFECTS, else effects.db among the bot's data."""
    default = Path(os.environ.get("COUNTERSIGN_DATA") or ".data") / "effects.db"
    return os.environ.get("COUNTERSIGN_EFFECTS") or str(default)


async def carry_out(effect: Effect) -> None:
    """Make the effect happen; with the same key again it changes nothing, so repeating after a crash is harmless.

    Raises EffectRefused when it will never be taken, EffectUnsettled when nobody knows whether it was.
    """
    where = target()
    if where.startswith(("http://", "https://")):
        await endpoint.post(where, effect)
    elif "://" in where:
        raise EffectRefused("COUNTERSIGN_EFFECTS must be a file's path or an http(s) address.")
    else:
        await _write(Path(where), effect)


async def _write(path: Path, effect: Effect) -> None:
    try:
        await asyncio.to_thread(file.write, path, effect)
    except (OSError, sqlite3.Error) as error:
        raise EffectUnsettled(f"The effects file {path} could not be written: {error}.") from error
