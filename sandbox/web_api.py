"""The Web API over HTTP: arguments in, tokens, scopes and limits, the answer out."""

import json

from aiohttp import web

from sandbox.methods.call import Call, missing_scope
from sandbox.methods.table import METHODS, Method
from sandbox.realm import Realm
from sandbox.troubling import Answer, Asked, answer
from sandbox.wire import Json, SlackError, invalid_arguments

ALWAYS_TAKEN = ("team_id",)


async def serve(realm: Realm, request: web.Request) -> web.Response:
    asked = await read_request(request.match_info["method"], request)
    return await answer(realm, asked, request, lambda: perform(realm, asked))


async def read_request(name: str, request: web.Request) -> Asked:
    """Arguments from the query string and from a form or JSON body; the token from the header or among them."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        arguments |= parsed_json(await request.text())
    elif request.can_read_body:
        arguments |= dict(await request.post())
    sent = arguments.pop("token", "")
    bearer = request.headers.get("Authorization", "")
    return Asked(method=name, arguments=arguments, token=bearer.removeprefix("Bearer ") if bearer else str(sent))


def parsed_json(body: str) -> Json:
    try:
        content = json.loads(body or "{}")
    except json.JSONDecodeError:
        return {"": "invalid_json"}
    return content if isinstance(content, dict) else {"": "json_not_object"}


def perform(realm: Realm, asked: Asked) -> Answer:
    """The answer of one call; a refusal is an answer too, with status 200."""
    scopes = {"X-OAuth-Scopes": ",".join(sorted(realm.manifest.scopes))}
    try:
        method = admitted(realm, asked)
        wait = realm.limits.wait(asked.method, method.tier, str(asked.arguments.get("channel", "")), realm.now)
        if wait:
            return told({"ok": False, "error": "ratelimited"}, {"Retry-After": str(wait)}, status=429)
        check_arguments(method, asked.arguments)
        result = method.handler(Call(realm=realm, arguments=asked.arguments, provided=realm.manifest.scopes))
    except SlackError as error:
        return told(error.answer(), scopes)
    return told({"ok": True, **result}, {**scopes, "X-Accepted-OAuth-Scopes": ",".join(method.scopes)})


def told(content: Json, headers: dict[str, str], status: int = 200) -> Answer:
    return Answer(content, web.json_response(content, status=status, headers=headers))


def admitted(realm: Realm, asked: Asked) -> Method:
    """The method, if it exists and the token may call it; raises SlackError."""
    method = METHODS.get(asked.method)
    if method is None:
        raise SlackError("unknown_method", {"req_method": asked.method})
    if not asked.token:
        raise SlackError("not_authed")
    kind = realm.tokens.kind(asked.token)
    if kind is None:
        raise SlackError("invalid_auth")
    if asked.token in realm.revoked:
        raise SlackError("token_revoked")
    if kind != method.token and asked.method != "auth.test":
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
