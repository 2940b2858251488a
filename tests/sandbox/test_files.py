"""Files: uploaded in two steps, shared in a message, read only by those who may; and put into forms by people."""

import asyncio
from base64 import b64encode
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox, Settings
from tests.sandbox.rig import (
    APPROVALS,
    MAYA,
    OPERATORS,
    Json,
    altered,
    bare_socket,
    error_of,
    modal,
    narrowed,
    question,
    running,
    web,
)

WORDS = "line one\n<!channel>\n"
ATTACHING = {"type": "file_input", "action_id": "attach", "filetypes": ["txt", "csv"], "max_files": 2}


async def uploaded(client: AsyncWebClient, content: bytes = WORDS.encode()) -> str:
    """The id of a file whose bytes have come in."""
    place = await client.files_getUploadURLExternal(filename="full.txt", length=len(content))
    status, _ = await sent(str(place["upload_url"]), content)
    assert status == 200
    return str(place["file_id"])


async def sent(url: str, content: bytes | aiohttp.FormData) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, data=content) as response:
        return response.status, await response.text()


async def fetched(url: str, token: str | None = None) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.read()


async def test_the_sdk_uploads_a_file_into_a_thread(sandbox: Sandbox, client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=APPROVALS, text="card")
    await client.files_upload_v2(
        channel=APPROVALS,
        content=WORDS,
        filename="full.txt",
        title="Everything",
        thread_ts=parent["ts"],
        initial_comment="In full:",
    )
    maya = sandbox.person("maya")
    reply = await sandbox.until(lambda: maya.thread(maya.messages("#approvals")[0])[0])
    assert (reply.text, len(reply.files)) == ("In full:", 1)
    info = (await client.files_info(file=reply.files[0]))["file"]
    assert (info["title"], info["size"], info["filetype"]) == ("Everything", len(WORDS), "txt")
    assert info["shares"]["public"] == {APPROVALS: [{"ts": reply.ts}]}
    assert await fetched(info["url_private"], sandbox.bot_token) == (200, WORDS.encode())


async def test_the_message_comes_after_the_answer_and_the_answer_knows_of_no_share(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    answer = await client.files_completeUploadExternal(files=[{"id": await uploaded(client)}], channel_id=APPROVALS)
    assert answer["files"][0]["shares"] == {"public": {}, "private": {}}
    message = await sandbox.until(lambda: sandbox.person("maya").messages("#approvals")[-1])
    shown = (await client.conversations_history(channel=APPROVALS))["messages"][0]
    assert (shown["subtype"], shown["files"][0]["id"]) == ("file_share", message.files[0])


async def test_sharing_is_an_event(tmp_path: Path) -> None:
    heard = ["message.channels", "file_shared"]
    async with altered(tmp_path, set(), heard) as sandbox, bare_socket(sandbox) as socket:
        client = web(sandbox)
        file = await uploaded(client)
        await client.files_completeUploadExternal(files=[{"id": file}], channel_id=APPROVALS)
        events = [(await socket.take())["payload"]["event"] for _ in heard]
    assert {event["type"] for event in events} == {"file_shared", "message"}
    assert next(event["file_id"] for event in events if event["type"] == "file_shared") == file


async def test_a_file_is_read_only_where_it_was_shared(sandbox: Sandbox, client: AsyncWebClient) -> None:
    file = await uploaded(client)
    await client.files_completeUploadExternal(files=[{"id": file}], channel_id=OPERATORS)
    await sandbox.until(lambda: sandbox.person("rhea").messages("#operators"))
    assert await fetched(f"{sandbox.url}/people/rhea/files/{file}") == (200, WORDS.encode())
    for somebody in ("otto", "nobody"):
        assert (await fetched(f"{sandbox.url}/people/{somebody}/files/{file}"))[0] == 404
    private = (await client.files_info(file=file))["file"]["url_private"]
    assert (await fetched(private))[0] == 403
    assert await error_of(client.files_info(file="F0NOFILE001")) == "file_not_found"


async def test_reading_a_file_needs_its_scope(tmp_path: Path) -> None:
    async with narrowed(tmp_path, "files:read") as sandbox:
        file = await uploaded(web(sandbox))
        assert (await fetched(f"{sandbox.url}/files-pri/{file}/full.txt", sandbox.bot_token))[0] == 403


async def test_what_stands_in_a_file_is_never_shown_as_a_page(sandbox: Sandbox, client: AsyncWebClient) -> None:
    content = b"<script>alert(1)</script>"
    place = await client.files_getUploadURLExternal(filename='../../a"b.html', length=len(content))
    await sent(str(place["upload_url"]), content)
    await client.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id=APPROVALS)
    await sandbox.until(lambda: sandbox.person("maya").messages("#approvals"))
    url = f"{sandbox.url}/people/maya/files/{place['file_id']}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == 'attachment; filename="a_b.html"'
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_upload_address_is_good_once_and_for_what_was_announced(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    place = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    url = str(place["upload_url"])
    form = aiohttp.FormData()
    form.add_field("filename", b"abc", filename="a.txt")
    assert (await sent(url, b"abcd"))[0] == 400
    assert await sent(url, form) == (200, "OK - 3")
    assert (await sent(url, b"abc"))[0] == 404


async def test_uploads_that_cannot_be_are_refused(sandbox: Sandbox, client: AsyncWebClient) -> None:
    large = client.files_getUploadURLExternal(filename="a", length=sandbox.realm.settings.largest_file + 1)
    assert await error_of(large) == "file_upload_size_restricted"
    place = await client.files_getUploadURLExternal(filename="a", length=3)
    early = client.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id=APPROVALS)
    assert await error_of(early) == "file_not_found"
    file = await uploaded(client)
    for channel, error in (("C0NOWHERE01", "channel_not_found"), ("#approvals", "channel_not_found")):
        call = client.files_completeUploadExternal(files=[{"id": file}], channel_id=channel)
        assert await error_of(call) == error
    sandbox.remove_member("#approvals", "probe")
    outside = client.files_completeUploadExternal(files=[{"id": file}], channel_id=APPROVALS)
    assert await error_of(outside) == "not_in_channel"
    assert await error_of(client.files_completeUploadExternal(files=[])) == "invalid_arguments"


async def test_files_outlive_a_restart(tmp_path: Path) -> None:
    store = tmp_path / "slack.json"
    async with running(store=store) as first:
        await web(first).files_upload_v2(channel=APPROVALS, content=WORDS, filename="full.txt")
        await first.until(lambda: first.person("maya").messages("#approvals"))
    async with running(store=store) as second:
        file = second.person("maya").messages("#approvals")[0].files[0]
        assert await fetched(f"{second.url}/people/maya/files/{file}") == (200, WORDS.encode())


async def test_a_person_puts_files_into_a_form_for_the_app_to_read(sandbox: Sandbox, client: AsyncWebClient) -> None:
    view = modal(question("Receipt", ATTACHING))
    await client.views_open(trigger_id=sandbox.realm.triggers.issue(MAYA), view=view)
    maya = sandbox.person("maya")
    receipts = [maya.upload(f"receipt{index}.txt", b"12.50") for index in range(3)]
    assert (await maya.submit()).errors == {"receipt": "Please complete this required field."}
    assert (await maya.submit({"Receipt": receipts})).errors == {"receipt": "Please choose at most 2 files."}
    wrong = [maya.upload("receipt.exe", b"MZ")]
    assert (await maya.submit({"Receipt": wrong})).errors == {
        "receipt": "Please choose files of these types: txt, csv."
    }
    async with bare_socket(sandbox) as socket:
        submitting = asyncio.create_task(maya.submit({"Receipt": receipts[:1]}))
        payload = (await socket.take())["payload"]
        await submitting
    files: list[Json] = payload["view"]["state"]["values"]["receipt"]["attach"]["files"]
    assert [file["name"] for file in files] == ["receipt0.txt"]
    assert await fetched(files[0]["url_private"], sandbox.bot_token) == (200, b"12.50")


async def test_a_file_of_somebody_else_cannot_be_put_into_a_form(sandbox: Sandbox, client: AsyncWebClient) -> None:
    toms = sandbox.person("tom").upload("private.txt", b"x")
    await client.views_open(trigger_id=sandbox.realm.triggers.issue(MAYA), view=modal(question("Receipt", ATTACHING)))
    with pytest.raises(LookupError, match="no such file"):
        sandbox.person("maya").fill({"Receipt": [toms]})


async def test_a_file_is_uploaded_over_http() -> None:
    async with running(Settings(largest_file=10)) as sandbox, aiohttp.ClientSession() as session:

        async def upload(content: str) -> tuple[int, Json]:
            body = {"name": "a.csv", "content": content}
            async with session.post(f"{sandbox.url}/people/maya/upload", json=body) as response:
                return response.status, await response.json()

        status, answer = await upload(b64encode(b"1,2").decode())
        assert (status, answer["file"]["name"], answer["file"]["size"]) == (200, "a.csv", 3)
        assert (await upload("not base64!"))[0] == 400
        assert (await upload(b64encode(b"x" * 11).decode()))[0] == 400
