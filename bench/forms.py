"""How long people wait for a form when many type the command at the same moment."""

import asyncio
import time

from bench.contest import FORM
from bench.crowd import keep_in_flight
from bench.people import People
from bench.samples import FormWait
from bench.town import clerk, clerk_id
from bot.settings import real_now

_CALM = 1.0  # seconds in which nothing is asked of the sandbox, so that the measurement is not in its own way
_LOOKS = 5


async def measure(people: People, clerks: range) -> list[FormWait]:
    """All these clerks type `/task` at once; that a form is open is read from the sandbox's journal afterwards."""
    sent: dict[str, float] = {}
    acknowledged: dict[str, float] = {}

    async def type_command(number: int) -> None:
        who, timer = clerk_id(number), time.perf_counter()
        sent[who] = real_now().timestamp()
        await people.command(f"/task {FORM}", clerk(number))
        acknowledged[who] = 1000 * (time.perf_counter() - timer)

    await keep_in_flight(clerks, len(clerks), type_command)
    opened = await _opened(people, sent)
    return [FormWait(acknowledged[who], 1000 * (opened[who] - sent[who])) for who in sent]


async def _opened(people: People, sent: dict[str, float]) -> dict[str, float]:
    """When each clerk's form was open, in seconds since 1970; raises TimeoutError where one does not open."""
    for _ in range(_LOOKS):
        await asyncio.sleep(_CALM)
        opened = await _read(people, min(sent.values()))
        if opened.keys() >= sent.keys():
            return opened
    raise TimeoutError(f"{len(sent.keys() - opened.keys())} of {len(sent)} forms did not open")


async def _read(people: People, since: float) -> dict[str, float]:
    journal = [entry for entry in await people.journal() if entry["at"] >= since]
    typed = {entry["payload"]["trigger_id"]: entry["payload"]["user_id"] for entry in journal if _is_command(entry)}
    opened = [entry for entry in journal if entry.get("method") == "views.open"]
    for refused in (entry for entry in opened if not entry["ok"]):
        raise RuntimeError(f"views.open: {refused['error']}")
    return {typed[entry["payload"]["trigger_id"]]: float(entry["at"]) for entry in opened}


def _is_command(entry: dict[str, object]) -> bool:
    return entry.get("type") == "slash_commands"
