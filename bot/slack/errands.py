"""Errands: what a listener does after it has acknowledged, tracked so that none is lost at a stop or dies unheard."""

import asyncio
from collections.abc import Coroutine
from typing import Any, NamedTuple

import structlog

from bot.slack.answers import Place
from bot.slack.private import Private
from bot.slack.rush import Rush
from bot.slack.wording import refusal_words

log = structlog.get_logger(__name__)


class Asker(NamedTuple):
    """Who wants the errand done, and where they asked."""

    person: str
    place: Place


class Errands:
    """Tasks that outlive their listener: a listener that raises soon after its ack loses the ack, a task does not."""

    def __init__(self, private: Private, rush: Rush) -> None:
        self._private = private
        self._rush = rush
        self._under_way: set[asyncio.Task[None]] = set()

    def run(self, name: str, asker: Asker | None, errand: Coroutine[Any, Any, None]) -> None:
        """Do the errand in a task of its own; when it fails, that is logged, and the asker, if any, is to try again."""
        task = asyncio.create_task(self._watched(name, asker, errand))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def finish(self, patience: float) -> None:
        """Give what is under way `patience` seconds to end, then cancel it."""
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _watched(self, name: str, asker: Asker | None, errand: Coroutine[Any, Any, None]) -> None:
        try:
            await self._rush.over()
            await errand
        except Exception:
            log.exception("errand failed", errand=name)
            if asker:
                await self._apologise(asker)
        finally:
            errand.close()  # it was never begun where a stop came first

    async def _apologise(self, asker: Asker) -> None:
        try:
            await self._private.tell(asker.person, asker.place, refusal_words.WENT_WRONG)
        except Exception:
            log.exception("the asker could not be told", person=asker.person)
