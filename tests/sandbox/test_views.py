"""Modals and the Home tab: triggers, the stack, hashes, state and what a submission is answered with."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, Settings
from tests.sandbox.rig import (
    MAYA,
    QUICK,
    TOM,
    Clock,
    Json,
    Socket,
    actions,
    bare_socket,
    button,
    error_of,
    modal,
    narrowed,
    option,
    plain,
    question,
    running,
    section,
    web,
)


async def trigger(sandbox: Sandbox, socket: Socket) -> str:
    """A fresh trigger id, from a command maya types."""
    typing = asyncio.create_task(sandbox.person("maya").command("#support", "/task"))
    frame = await socket.take()
    await typing
    return str(frame["payload"]["trigger_id"])


async def opened(sandbox: Sandbox, socket: Socket, view: Json) -> Json:
    answer = await web(sandbox).views_open(trigger_id=await trigger(sandbox, socket), view=view)
    shown: Json = answer["view"]
    return shown


async def submitted(sandbox: Sandbox, socket: Socket, answer: Json | None, put_in: Json | None = None) -> Any:
    """Maya submits her top view, and the app answers; the outcome and the payload."""
    submitting = asyncio.create_task(sandbox.person("maya").submit(put_in or {}))
    frame = await socket.take(answer)
    return await submitting, frame["payload"]


async def test_a_trigger_opens_one_view(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with bare_socket(sandbox) as socket:
        fresh = await trigger(sandbox, socket)
        assert (
            await error_of(client.views_open(trigger_id=fresh, view={**modal(), "title": plain("")}))
            == "invalid_arguments"
        )
        await client.views_open(trigger_id=fresh, view=modal())
        assert await error_of(client.views_open(trigger_id=fresh, view=modal())) == "exchanged_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"
    view = sandbox.person("maya").view()
    assert view is not None
    assert (view.title, sandbox.person("tom").view()) == ("Form", None)


async def test_a_trigger_is_good_for_three_seconds() -> None:
    clock = Clock()
    async with running(Settings(monotonic=clock)) as sandbox, bare_socket(sandbox) as socket:
        fresh = await trigger(sandbox, socket)
        clock.seconds += 3.1
        assert await error_of(web(sandbox).views_open(trigger_id=fresh, view=modal())) == "expired_trigger_id"


async def test_the_stack_is_three_deep(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with bare_socket(sandbox) as socket:
        early = await trigger(sandbox, socket)
        assert await error_of(client.views_push(trigger_id=early, view=modal())) == "not_found"
        first = await opened(sandbox, socket, modal())
        second = (await client.views_push(trigger_id=await trigger(sandbox, socket), view=modal()))["view"]
        await client.views_push(trigger_id=await trigger(sandbox, socket), view=modal())
        fourth = client.views_push(trigger_id=await trigger(sandbox, socket), view=modal())
        assert await error_of(fourth) == "push_limit_reached"
    assert (second["root_view_id"], second["previous_view_id"]) == (first["id"], first["id"])


async def test_an_update_keeps_the_id_and_changes_the_hash(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with bare_socket(sandbox) as socket:
        before = await opened(sandbox, socket, modal(external_id="mine"))
    after = (await client.views_update(external_id="mine", view=modal(section("new")), hash=before["hash"]))["view"]
    assert (after["id"], after["hash"] == before["hash"]) == (before["id"], False)
    outdated = client.views_update(view_id=before["id"], view=modal(), hash=before["hash"])
    assert await error_of(outdated) == "hash_conflict"


async def test_inputs_survive_an_update_that_keeps_their_ids(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with bare_socket(sandbox) as socket:
        view = await opened(sandbox, socket, modal(question("Why"), question("When")))
        sandbox.person("maya").fill({"Why": "because", "When": "now"})
        await client.views_update(view_id=view["id"], view=modal(question("Why"), question("Who", optional=True)))
        outcome, payload = await submitted(sandbox, socket, None)
    assert outcome.closed
    assert payload["view"]["state"]["values"] == {
        "why": {"typed": {"type": "plain_text_input", "value": "because"}},
        "who": {"typed": {"type": "plain_text_input", "value": None}},
    }


async def test_an_external_id_is_used_once(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(external_id="mine"))
        again = client.views_push(trigger_id=await trigger(sandbox, socket), view=modal(external_id="mine"))
        assert await error_of(again) == "duplicate_external_id"


async def test_a_closed_view_is_not_found(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with bare_socket(sandbox) as socket:
        view = await opened(sandbox, socket, modal())
    await sandbox.person("maya").close_view()
    assert sandbox.person("maya").view() is None
    assert await error_of(client.views_update(view_id=view["id"], view=modal())) == "not_found"


async def test_a_view_may_not_be_larger_than_250_kilobytes(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with bare_socket(sandbox) as socket:
        large = modal(*(section("x" * 3000) for _ in range(90)))
        call = client.views_open(trigger_id=await trigger(sandbox, socket), view=large)
        assert await error_of(call) == "view_too_large"


ELEMENTS: dict[str, tuple[Json, Json, Json]] = {
    "text": (
        {"type": "plain_text_input", "initial_value": "first"},
        {"value": "first"},
        {"type": "plain_text_input", "value": None},
    ),
    "select": (
        {"type": "static_select", "options": [option("A")], "initial_option": option("A")},
        {"selected_option": option("A")},
        {"type": "static_select", "selected_option": None},
    ),
    "checkboxes": (
        {"type": "checkboxes", "options": [option("A")], "initial_options": [option("A")]},
        {"selected_options": [option("A")]},
        {"type": "checkboxes", "selected_options": []},
    ),
    "user": (
        {"type": "users_select", "initial_user": TOM},
        {"selected_user": TOM},
        {"type": "users_select", "selected_user": None},
    ),
    "date": (
        {"type": "datepicker", "initial_date": "2026-01-31"},
        {"selected_date": "2026-01-31"},
        {"type": "datepicker", "selected_date": None},
    ),
    "moment": (
        {"type": "datetimepicker", "initial_date_time": 1_800_000_000},
        {"selected_date_time": 1_800_000_000},
        {"type": "datetimepicker", "selected_date_time": None},
    ),
    "number": (
        {"type": "number_input", "is_decimal_allowed": False, "initial_value": "7"},
        {"value": "7"},
        {"type": "number_input", "value": None},
    ),
}


@pytest.mark.parametrize("name", ELEMENTS)
async def test_state_holds_initial_values_and_null_for_what_is_empty(sandbox: Sandbox, name: str) -> None:
    element, expected, empty = ELEMENTS[name]
    bare = {key: value for key, value in element.items() if not key.startswith("initial")}
    view = modal(
        question("Given", {**element, "action_id": "e"}),
        question("Open", {**bare, "action_id": "e"}, optional=True),
    )
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, view)
        outcome, payload = await submitted(sandbox, socket, None)
    assert outcome.closed
    values = payload["view"]["state"]["values"]
    assert values["given"]["e"] == {"type": element["type"], **expected}
    assert values["open"]["e"] == empty


async def test_the_client_refuses_an_empty_required_input(sandbox: Sandbox) -> None:
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(question("Why")))
        outcome = await sandbox.person("maya").submit()
    assert (outcome.closed, outcome.errors) == (False, {"why": "Please complete this required field."})
    assert sandbox.envelopes("interactive") == []


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd"),
        ({"type": "number_input", "is_decimal_allowed": False}, "2.5"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5"),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "3"}, "2.5"),
        ({"type": "number_input", "is_decimal_allowed": True}, "many"),
        ({"type": "email_text_input"}, "nobody"),
        ({"type": "url_text_input"}, "nowhere"),
    ],
)
async def test_the_client_refuses_what_the_element_forbids(sandbox: Sandbox, element: Json, value: str) -> None:
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(question("Why", {**element, "action_id": "e"})))
        outcome = await sandbox.person("maya").submit({"Why": value})
    assert "why" in outcome.errors


async def test_errors_keep_the_modal_open_and_show_beside_their_inputs(sandbox: Sandbox) -> None:
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(question("Why")))
        errors = {"response_action": "errors", "errors": {"why": "Say more."}}
        outcome, _ = await submitted(sandbox, socket, errors, {"Why": "no"})
        assert (outcome.closed, outcome.errors) == (False, {"why": "Say more."})
        view = sandbox.person("maya").view()
        assert view is not None
        assert "Say more." in view.plain()
        assert view.state["why"]["typed"]["value"] == "no"
        outcome, _ = await submitted(sandbox, socket, None, {"Why": "more"})
        assert outcome.closed


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "explode"},
        {"response_action": "update", "view": {"type": "modal"}},
    ],
)
async def test_an_answer_slack_would_not_take_leaves_the_modal_open(sandbox: Sandbox, answer: Json) -> None:
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(question("Why", optional=True)))
        outcome, _ = await submitted(sandbox, socket, answer)
    assert (outcome.closed, outcome.acked, outcome.error is None) == (False, True, False)
    assert sandbox.person("maya").notices() == ["We had some trouble connecting. Try again?"]


async def test_update_push_and_clear_answer_a_submission(sandbox: Sandbox) -> None:
    maya = sandbox.person("maya")
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(section("one")))
        await submitted(sandbox, socket, {"response_action": "update", "view": modal(section("two"))})
        view = maya.view()
        assert view is not None
        assert view.plain() == "Form\ntwo"
        await submitted(sandbox, socket, {"response_action": "push", "view": modal(section("three"))})
        assert len(maya.screen.stack) == 2
        outcome, _ = await submitted(sandbox, socket, {"response_action": "clear"})
    assert (outcome.closed, maya.view()) == (True, None)


async def test_a_submission_carries_the_view_and_a_fresh_trigger(sandbox: Sandbox, client: AsyncWebClient) -> None:
    view = modal(callback_id="form", private_metadata="secretless")
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, view)
        submitting = asyncio.create_task(sandbox.person("maya").submit())
        frame = await socket.receive()
        payload = frame["payload"]
        assert frame["accepts_response_payload"] is True
        assert (payload["view"]["callback_id"], payload["view"]["private_metadata"]) == ("form", "secretless")
        assert ("channel" in payload, "message" in payload) == (False, False)
        await client.views_push(trigger_id=payload["trigger_id"], view=modal(section("next")))
        await socket.acknowledge(frame)
        await submitting
    shown = sandbox.person("maya").view()
    assert shown is not None
    assert shown.plain() == "Form\nnext"


async def test_a_late_acknowledgement_leaves_the_modal_open_with_what_was_typed() -> None:
    async with running(QUICK) as sandbox, bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(question("Why")))
        outcome = await sandbox.person("maya").submit({"Why": "because"})
        assert (outcome.closed, outcome.error) == (False, "operation_timeout")
        view = sandbox.person("maya").view()
        assert view is not None
        assert view.state["why"]["typed"]["value"] == "because"


async def test_closing_is_told_only_where_the_view_asks_for_it(sandbox: Sandbox) -> None:
    maya = sandbox.person("maya")
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal())
        await maya.close_view()
        assert sandbox.envelopes("interactive") == []
        await opened(sandbox, socket, modal(notify_on_close=True))
        closing = asyncio.create_task(maya.close_view())
        payload = (await socket.take())["payload"]
        await closing
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", False)


@pytest.mark.parametrize("clear_on_close", [False, True])
async def test_closing_the_whole_stack_is_told_of_each_view(
    sandbox: Sandbox, client: AsyncWebClient, clear_on_close: bool
) -> None:
    maya, view = sandbox.person("maya"), modal(notify_on_close=True, clear_on_close=clear_on_close)
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, view)
        await client.views_push(trigger_id=await trigger(sandbox, socket), view=view)
        closing = asyncio.create_task(maya.close_view(everything=not clear_on_close))
        told = [(await socket.take())["payload"] for _ in range(2)]
        await closing
    assert [payload["is_cleared"] for payload in told] == [True, True]
    assert (told[0]["view"]["previous_view_id"], maya.view()) == (told[1]["view"]["id"], None)


async def test_a_newly_opened_modal_takes_the_place_of_the_old_stack(sandbox: Sandbox, client: AsyncWebClient) -> None:
    async with bare_socket(sandbox) as socket:
        old = await opened(sandbox, socket, modal())
        await opened(sandbox, socket, modal(section("new")))
    assert await error_of(client.views_update(view_id=old["id"], view=modal())) == "not_found"


async def test_answers_are_named_by_label_and_options_by_theirs(sandbox: Sandbox) -> None:
    kinds = {"type": "multi_static_select", "action_id": "k", "options": [option("Red"), option("Blue", "b")]}
    maya = sandbox.person("maya")
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(question("Colours", kinds), question("Note", optional=True)))
        with pytest.raises(LookupError, match="there is no option 'Green'; there is: Red, Blue"):
            await maya.submit({"Colours": ["Green"]})
        _, payload = await submitted(sandbox, socket, None, {"Colours": ["Red", "b"], "Note": None})
    values = payload["view"]["state"]["values"]
    assert values["colours"]["k"]["selected_options"] == [option("Red"), option("Blue", "b")]
    assert values["note"]["typed"]["value"] is None


async def test_a_button_in_a_view_sends_the_view_and_what_was_typed(sandbox: Sandbox) -> None:
    view = modal(question("Why"), actions(button("More", "more"), block_id="row"))
    maya = sandbox.person("maya")
    async with bare_socket(sandbox) as socket:
        shown = await opened(sandbox, socket, view)
        maya.fill({"Why": "because"})
        seen = maya.view()
        assert seen is not None
        assert (seen.buttons(), seen.labels()) == (["More"], ["Why"])
        pressing = asyncio.create_task(maya.press(seen, "More"))
        payload = (await socket.take())["payload"]
        assert (await pressing).acked
    assert (payload["container"], payload["hash"]) == ({"type": "view", "view_id": shown["id"]}, shown["hash"])
    assert payload["view"]["state"]["values"]["why"]["typed"]["value"] == "because"
    assert "message" not in payload


async def test_a_dispatching_input_tells_the_app_of_its_choice(sandbox: Sandbox) -> None:
    select = {"type": "static_select", "action_id": "pick", "options": [option("A"), option("B")]}
    maya = sandbox.person("maya")
    async with bare_socket(sandbox) as socket:
        await opened(sandbox, socket, modal(question("Kind", select, dispatch_action=True)))
        seen = maya.view()
        assert seen is not None
        choosing = asyncio.create_task(maya.choose(seen, "Kind", "B"))
        payload = (await socket.take())["payload"]
        await choosing
    assert payload["actions"][0]["selected_option"] == option("B")


async def test_the_home_tab_is_published_to_one_person(sandbox: Sandbox, client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [section("Welcome <@U07MAYAL001>")]}
    first = await client.views_publish(user_id=MAYA, view=home)
    shown = sandbox.person("maya").home()
    assert shown is not None
    assert (shown.plain(), sandbox.person("tom").home()) == ("Welcome @Maya Lindqvist", None)
    again = await client.views_publish(user_id=MAYA, view=home, hash=first["view"]["hash"])
    assert again["view"]["id"] == first["view"]["id"]
    late = client.views_publish(user_id=MAYA, view=home, hash=first["view"]["hash"])
    assert await error_of(late) == "hash_conflict"
    assert await error_of(client.views_publish(user_id=MAYA, view=modal())) == "invalid_arguments"


async def test_a_home_tab_the_manifest_lacks_cannot_be_published(tmp_path: Path) -> None:
    async with narrowed(tmp_path, "home_tab") as sandbox:
        call = web(sandbox).views_publish(user_id=MAYA, view={"type": "home", "blocks": []})
        assert await error_of(call) == "not_enabled"
