"""The Web API over HTTP: arguments in, faults and limits, tokens and scopes, the answer out, all of it recorded."""

import asyncio
import json
from dataclasses import dataclass

from aiohttp import web

from sandbox.faults import Fault
from sandbox.journal import Call as CallRecord
from sandbox.methods.call import Call, missing_scope
from sandbox.methods.table import METHODS, Method
from sandbox.realm import Realm
from sandbox.wire import Json, SlackError, invalid_arguments

ALWAYS_TAKEN = ("team_id",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    arguments: Json
    token: str


async def serve(realm: Realm, request: web.Request) -> web.Response:
    """Answer one call; a fault ordered for it comes before its effect, or after it."""
    name = request.match_info["method"]
    fault = realm.faults.take(name)
    if fault is not None and fault.delay:
        await asyncio.sleep(fault.delay)
    wanted = await read_request(name, request)
    if fault is not None and fault.fails and fault.before:
        return fail(realm, wanted, fault, request)
    answer, status, headers = perform(realm, wanted)
    if fault is not None and fault.fails:
        return fail(realm, wanted, fault, request)
    record(realm, wanted, answer)
    return web.json_response(answer, status=status, headers=headers)


async def read_request(name: str, request: web.Request) -> Request:
    """Arguments from the query string and from a form or JSON body; the token from the header or among them."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        arguments |= parsed_json(await request.text())
    elif request.can_read_body:
        arguments |= dict(await request.post())
    sent = arguments.pop("token", "")
    bearer = request.headers.get("Authorization", "")
    return Request(method=name, arguments=arguments, token=bearer.removeprefix("Bearer ") if bearer else str(sent))


def parsed_json(body: str) -> Json:
    try:
        content = json.loads(body or "{}")
    except json.JSONDecodeError:
        return {"": "invalid_json"}
    return content if isinstance(content, dict) else {"": "json_not_object"}


def fail(realm: Realm, wanted: Request, fault: Fault, request: web.Request) -> web.Response:
    """What the app gets to see of a fault."""
    error = fault.error or ("ratelimited" if fault.status == 429 else "internal_error")
    record(realm, wanted, {"ok": False, "error": "connection_dropped" if fault.drop else error})
    if fault.drop and request.transport is not None:
        request.transport.close()
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    return web.json_response({"ok": False, "error": error}, status=fault.status or 200, headers=headers)


def record(realm: Realm, wanted: Request, answer: Json) -> None:
    realm.journal.add(
        CallRecord(
            method=wanted.method,
            arguments=wanted.arguments,
            ok=answer["ok"],
            error=answer.get("error"),
            at=realm.now,
        )
    )
    realm.changes.touch()


def perform(realm: Realm, wanted: Request) -> tuple[Json, int, dict[str, str]]:
    """The answer with its HTTP status and headers; a refusal is an answer too, with status 200."""
    scopes = ",".join(sorted(realm.manifest.scopes))
    try:
        method = admitted(realm, wanted)
        wait = realm.limits.wait(wanted.method, method.tier, str(wanted.arguments.get("channel", "")), realm.now)
        if wait:
            return {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)}
        check_arguments(method, wanted.arguments)
        result = method.handler(Call(realm=realm, arguments=wanted.arguments, provided=realm.manifest.scopes))
    except SlackError as error:
        return error.answer(), 200, {"X-OAuth-Scopes": scopes}
    return {"ok": True, **result}, 200, {"X-OAuth-Scopes": scopes, "X-Accepted-OAuth-Scopes": ",".join(method.scopes)}


def admitted(realm: Realm, wanted: Request) -> Method:
    """The method, if it exists and the token may call it; raises SlackError."""
    method = METHODS.get(wanted.method)
    if method is None:
        raise SlackError("unknown_method", {"req_method": wanted.method})
    if not wanted.token:
        raise SlackError("not_authed")
    kind = realm.tokens.kind(wanted.token)
    if kind is None:
        raise SlackError("invalid_auth")
    if kind != method.token and wanted.method != "auth.test":
        raise SlackError("not_allowed_token_type")
    if method.scopes and not realm.manifest.scopes.intersection(method.scopes):
        raise missing_scope(realm.manifest.scopes, *method.scopes)
    return method


def check_arguments(method: Method, arguments: Json) -> None:
    """Stricter than Slack on purpose: an argument the method does not have is an error, not ignored."""
    if "" in arguments:
        raise SlackError(arguments[""])
    missing = [name for name in method.required if arguments.get(name) is None or arguments[name] == ""]
    if missing:
        raise invalid_arguments(*(f"missing required field: {name}" for name in missing))
    unknown = arguments.keys() - {*method.required, *method.optional, *ALWAYS_TAKEN}
    if unknown:
        raise invalid_arguments(*(f"unknown argument: {name}" for name in sorted(unknown)))
