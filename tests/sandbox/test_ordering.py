"""Troubles and changes ordered over HTTP, as another process would."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.rig import APPROVALS, OTTO, TOM, Json, bare_socket, error_of

Order = Callable[..., Awaitable[int]]


@pytest.fixture
def order(sandbox: Sandbox) -> Order:
    """Ask for a fault; the answer is the HTTP status."""

    async def asked(name: str, **content: object) -> int:
        url = f"{sandbox.url}/faults/{name}"
        async with aiohttp.ClientSession() as session, session.post(url, json=content) as response:
            return response.status

    return asked


async def test_calls_go_wrong_as_ordered(client: AsyncWebClient, order: Order) -> None:
    assert await order("call", method="chat.postMessage", status=429, retry_after=1, times=2) == 200
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=APPROVALS, text="x")
        assert caught.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=APPROVALS, text="x")


async def test_ordered_troubles_can_be_forgotten(client: AsyncWebClient, order: Order) -> None:
    await order("call", method="*", error="fatal_error")
    assert await order("clear") == 200
    await client.auth_test()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("call", {"method": "chat.update", "colour": "red"}),
        ("call", {"method": "chat.update", "status": "500"}),
        ("call", {"status": 500}),
        ("call", {"method": "chat.postMesage", "status": 500}),
        ("lose_ack", {"times": -1}),
        ("hold_ack", {"seconds": "long"}),
        ("disconnect", {"reason": "boredom"}),
        ("set_group", {"group": "team-leads", "members": "lena"}),
    ],
)
async def test_an_order_nobody_can_carry_out_is_refused(order: Order, name: str, content: Json) -> None:
    assert await order(name, **content) == 400


async def test_what_there_is_not_is_not_found(order: Order) -> None:
    assert await order("earthquake") == 404
    assert await order("archive", channel="#nowhere") == 404
    assert await order("deactivate", person="nobody") == 404


async def test_envelopes_and_acknowledgements_go_astray_as_ordered(sandbox: Sandbox, order: Order) -> None:
    for name in ("duplicate_envelope", "lose_ack", "swap_envelopes"):
        assert await order(name, times=2) == 200
    assert await order("hold_ack", seconds=2) == 200
    faults = sandbox.faults
    assert (faults.duplicates, faults.lost_acks, faults.swaps, faults.held_acks) == (2, 2, 2, [2])


async def test_connections_go_as_ordered(sandbox: Sandbox, order: Order) -> None:
    async with bare_socket(sandbox) as socket:
        assert await order("disconnect", reason="warning") == 200
        assert (await socket.receive())["reason"] == "warning"
        assert await order("drop_sockets") == 200
        assert sandbox.connections == 0


async def test_the_token_is_revoked_and_given_back(client: AsyncWebClient, order: Order) -> None:
    await order("revoke_token")
    assert await error_of(client.auth_test()) == "token_revoked"
    await order("restore_token")
    await client.auth_test()


async def test_people_and_channels_change_as_ordered(sandbox: Sandbox, client: AsyncWebClient, order: Order) -> None:
    async with bare_socket(sandbox) as socket:
        await order("deactivate", person="tom")
        assert (await socket.take())["payload"]["event"]["user"]["deleted"]
    assert await error_of(client.conversations_open(users=TOM)) == "user_disabled"
    await order("activate", person="tom")
    await order("remove_member", channel="#approvals", person="otto")
    assert OTTO not in (await client.conversations_members(channel=APPROVALS))["members"]
    await order("add_member", channel="#approvals", person="otto")
    await order("set_group", group="team-leads", members=["otto"])
    assert (await client.usergroups_users_list(usergroup="S07TEAMLEAD"))["users"] == [OTTO]
    await order("archive", channel="#approvals")
    assert await error_of(client.chat_postMessage(channel=APPROVALS, text="x")) == "is_archived"
    await order("unarchive", channel="#approvals")
    await asyncio.gather(*(client.chat_postMessage(channel=APPROVALS, text=text) for text in "ab"))


async def test_another_web_site_cannot_order_anything(sandbox: Sandbox) -> None:
    url = f"{sandbox.url}/faults/revoke_token"
    async with aiohttp.ClientSession() as session, session.post(url, data="{}") as response:
        assert response.status == 400
