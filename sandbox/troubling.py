"""Answering what the app asks over HTTP: carried out and recorded, unless a trouble was ordered for it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from sandbox.faults import Fault
from sandbox.journal import Call
from sandbox.realm import Realm
from sandbox.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the app asked for; `method` is response_url for what comes in on one."""

    method: str
    arguments: Json
    token: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes into the journal (`ok`, `error`), and what the app gets."""

    told: Json
    response: web.Response


async def answer(realm: Realm, asked: Asked, request: web.Request, carry_out: Callable[[], Answer]) -> web.Response:
    """Carry it out; a fault ordered for it comes before its effect, or after it."""
    fault = realm.faults.take(asked.method)
    if fault is not None and fault.delay:
        await asyncio.sleep(fault.delay)
    if fault is not None and fault.fails:
        if not fault.before:
            carry_out()
        return await fail(realm, asked, fault, request)
    done = carry_out()
    record(realm, asked, done.told)
    return done.response


async def fail(realm: Realm, asked: Asked, fault: Fault, request: web.Request) -> web.Response:
    """What the app gets to see of a fault."""
    error = fault.error or ("ratelimited" if fault.status == 429 else "internal_error")
    record(realm, asked, {"ok": False, "error": "no_answer" if fault.drop or fault.hang else error})
    if fault.hang:
        await realm.faults.hang()
    if fault.drop and request.transport is not None:
        request.transport.close()
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    return web.json_response({"ok": False, "error": error}, status=fault.status or 200, headers=headers)


def record(realm: Realm, asked: Asked, told: Json) -> None:
    call = Call(method=asked.method, arguments=asked.arguments, ok=told["ok"], error=told.get("error"), at=realm.now)
    realm.journal.add(call)
    realm.changes.touch()
