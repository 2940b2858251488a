"""Delivery by signed HTTP requests: to a real Bolt app, and to an endpoint that keeps what it got."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web as http
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, Settings
from sandbox.signing import sign
from tests.sandbox.rig import (
    APPROVALS,
    MANIFEST,
    QUICK,
    Json,
    actions,
    bare_socket,
    card,
    error_of,
    modal,
    option,
    question,
    running,
    web,
)

SECRET = Sandbox(MANIFEST).signing_secret
EXTERNAL = {"type": "external_select", "action_id": "pick", "min_query_length": 0}


@asynccontextmanager
async def served(app: http.Application) -> AsyncIterator[str]:
    """The address of a web application on this machine."""
    runner = http.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await http.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bolt_over_http(secret: str = SECRET) -> AsyncIterator[tuple[AsyncApp, Sandbox]]:
    app = AsyncApp(client=AsyncWebClient(token=Sandbox(MANIFEST).bot_token), signing_secret=secret)
    async with served(app.web_app("/slack/events")) as url, running(Settings(request_url=url)) as sandbox:
        app.client.base_url = sandbox.api_url
        yield app, sandbox


class Endpoint:
    """An app of our own that answers as it is told, and keeps every request."""

    def __init__(self, *statuses: int, **headers: str) -> None:
        self.statuses, self.headers = list(statuses), headers
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.app = http.Application()
        self.app.router.add_post("/slack/events", self.take)

    async def take(self, request: http.Request) -> http.Response:
        self.got.append((dict(request.headers), await request.read()))
        status = self.statuses.pop(0) if self.statuses else 200
        return http.Response(
            status=status, headers={name.replace("_", "-"): value for name, value in self.headers.items()}
        )


@asynccontextmanager
async def endpoint(*statuses: int, **headers: str) -> AsyncIterator[tuple[Endpoint, Sandbox]]:
    kept = Endpoint(*statuses, **headers)
    async with served(kept.app) as url:
        settings = Settings(request_url=url, ack_seconds=1, event_retries=QUICK.event_retries)
        async with running(settings) as sandbox:
            yield kept, sandbox


def test_the_signature_is_that_of_slacks_own_example() -> None:
    """The example on Slack's page about verifying requests."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    expected = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    assert sign("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, body) == expected


async def test_bolt_hears_commands_presses_submissions_and_events() -> None:
    heard: list[str] = []
    async with bolt_over_http() as (app, sandbox):

        @app.command("/task")
        async def task(ack: Any, client: Any, body: Json) -> None:
            await ack("working on it")
            await client.views_open(trigger_id=body["trigger_id"], view=modal(question("Why"), callback_id="why"))

        @app.view("why")
        async def why(ack: Any, view: Json) -> None:
            if view["state"]["values"]["why"]["typed"]["value"] == "x":
                await ack(response_action="errors", errors={"why": "Say more."})
            else:
                await ack()

        @app.action("approve")
        async def approve(ack: Any, body: Json) -> None:
            await ack()
            heard.append(body["user"]["id"])

        @app.event("user_change")
        async def changed(event: Json) -> None:
            heard.append(event["type"])

        maya = sandbox.person("maya")
        assert (await maya.command("#support", "/task refund")).acked
        assert maya.ephemerals("#support")[-1].text == "working on it"
        await sandbox.until(maya.view)
        assert (await maya.submit({"Why": "x"})).errors == {"why": "Say more."}
        assert (await maya.submit({"Why": "because"})).closed
        await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
        assert (await maya.press(maya.messages("#approvals")[-1], "Approve")).acked
        sandbox.deactivate("otto")
        await sandbox.until(lambda: heard == [maya.id, "user_change"])


async def test_bolt_is_asked_for_suggestions() -> None:
    async with bolt_over_http() as (app, sandbox):

        @app.options("pick")
        async def offer(ack: Any) -> None:
            await ack(options=[option("Acme")])

        await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=[actions(EXTERNAL)])
        maya = sandbox.person("maya")
        offered = await maya.suggest(maya.messages("#approvals")[-1], "pick", "a")
    assert offered.options == [option("Acme")]


async def test_an_app_with_another_secret_refuses_everything() -> None:
    async with bolt_over_http(secret="another") as (_, sandbox):
        delivered = await sandbox.person("maya").command("#support", "/task")
    assert (delivered.acked, delivered.error) == (False, "http_client_error")


async def test_bolt_passes_the_challenge_and_answers_the_ping() -> None:
    async with bolt_over_http() as (_, sandbox):
        assert await sandbox.verify_request_url()
        assert await sandbox.check_ssl()
    async with bolt_over_http(secret="another") as (_, sandbox):
        assert not await sandbox.verify_request_url()


async def test_a_sandbox_without_a_request_url_has_nothing_to_verify(sandbox: Sandbox) -> None:
    with pytest.raises(LookupError, match="no request_url"):
        await sandbox.verify_request_url()


async def test_events_are_json_interactions_a_payload_and_commands_a_form() -> None:
    async with endpoint() as (kept, sandbox):
        await web(sandbox).chat_postMessage(channel=APPROVALS, text="x", blocks=card("Approve"))
        maya = sandbox.person("maya")
        await maya.press(maya.messages("#approvals")[-1], "Approve")
        await maya.command("#support", "/task refund")
        sandbox.deactivate("tom")
        await sandbox.until(lambda: len(kept.got) == 3)
    (_, pressed), (_, typed), (headers, event) = kept.got
    assert json.loads(parse_qs(pressed.decode())["payload"][0])["type"] == "block_actions"
    assert parse_qs(typed.decode())["command"] == ["/task"]
    assert json.loads(event)["event"]["type"] == "user_change"
    timestamp = int(headers["X-Slack-Request-Timestamp"])
    assert headers["X-Slack-Signature"] == sign(SECRET, timestamp, event)
    assert "X-Slack-Retry-Num" not in headers


async def test_an_event_comes_again_with_its_number_and_its_reason() -> None:
    async with endpoint(500, 404, 500) as (kept, sandbox):
        sandbox.deactivate("tom")
        await sandbox.until(lambda: len(kept.got) == 4 and sandbox.envelopes()[-1].ok)
    retries = [(headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, _ in kept.got]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({body for _, body in kept.got}) == 1


async def test_an_app_may_ask_for_no_retry() -> None:
    async with endpoint(500, X_Slack_No_Retry="1") as (kept, sandbox):
        sandbox.deactivate("tom")
        await sandbox.until(lambda: sandbox.envelopes()[-1].ok is False)
        sandbox.activate("tom")
        await sandbox.until(lambda: sandbox.envelopes()[-1].ok)
    assert len(kept.got) == 2


async def test_silence_is_a_timeout_and_a_lost_answer_too() -> None:
    async with endpoint() as (kept, sandbox):
        sandbox.realm.faults.lose_next_ack()
        delivered = await sandbox.person("maya").command("#support", "/task")
        assert (delivered.error, len(kept.got)) == ("operation_timeout", 1)
        sandbox.faults.duplicate_next_envelope()
        assert (await sandbox.person("maya").command("#support", "/task")).acked
        assert kept.got[1][1] == kept.got[2][1]


async def test_nobody_listening_is_a_failed_dispatch() -> None:
    async with running(Settings(request_url="http://127.0.0.1:9/slack/events")) as sandbox:
        assert (await sandbox.person("maya").command("#support", "/task")).error == "dispatch_failed"
        assert not await sandbox.check_ssl()


async def test_http_and_socket_mode_exclude_each_other() -> None:
    async with endpoint() as (_, sandbox):
        opening = web(sandbox).apps_connections_open(app_token=sandbox.app_token)
        assert await error_of(opening) == "forbidden_team"
    async with running() as sandbox, bare_socket(sandbox) as socket:
        typing = asyncio.create_task(sandbox.person("maya").command("#support", "/task"))
        await socket.take()
        assert (await typing).acked
