"""The planner's bounds: files stay in their folder, calls on their list, rows in their tables."""

import os
import sqlite3
import stat
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web

from tests.workflows.servers import raw, serving, status
from workflows.planner import calling, jail, storing
from workflows.planner.actions import CallHttp, Method
from workflows.planner.calling import Unanswered, Unreachable
from workflows.planner.outcome import OutOfBounds, read
from workflows.planner.tables import COLUMNS, FLOORS, Table

LISTED = "COUNTERSIGN_PLANNER_HOSTS"


def get(url: str, method: Method = Method.GET, body: str = "") -> CallHttp:
    return CallHttp(type="http", method=method, url=url, body=body)


def test_a_file_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    root = tmp_path / "files"
    assert jail.write(root, "courses/2026/safety 101.md", "Ä") == "courses/2026/safety 101.md"
    file = root / "courses/2026/safety 101.md"
    assert file.read_text(encoding="utf-8") == "Ä"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_the_same_file_once_more_changes_nothing(tmp_path: Path) -> None:
    jail.write(tmp_path, "a.md", "A")
    before = (tmp_path / "a.md").stat().st_mtime_ns
    jail.write(tmp_path, "a.md", "A")
    assert (tmp_path / "a.md").stat().st_mtime_ns == before


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    jail.write(tmp_path, "a.md", "A")
    with pytest.raises(OutOfBounds, match=r"another a\.md already"):
        jail.write(tmp_path, "a.md", "B")
    assert (tmp_path / "a.md").read_text() == "A"
    assert list(tmp_path.iterdir()) == [tmp_path / "a.md"]


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "//etc/passwd",
        "../a.md",
        "a/../../b.md",
        "a/..",
        "..",
        ".",
        "./a.md",
        "a//b.md",
        "a/",
        "",
        "~/a.md",
        ".ssh/authorized_keys",
        "a/.hidden",
        "a\\..\\b.md",
        "C:\\a.md",
        "a\x00.md",
        "a\n.md",
        "a/%2e%2e/b.md",
        "a/b/c/d/e/f/g.md",
        "a" * 81,
        "a.",
        "a ",
        "..／a.md",
        "-rf",
    ],
)
def test_a_path_that_could_lead_elsewhere_is_refused(tmp_path: Path, path: str) -> None:
    root = tmp_path / "files"
    with pytest.raises(OutOfBounds, match="no plain relative path"):
        jail.write(root, path, "A")
    assert not root.exists()


def test_no_symbolic_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    root, outside = tmp_path / "files", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "way").symlink_to(outside)
    (root / "file.md").symlink_to(outside / "file.md")
    with pytest.raises(OutOfBounds, match="leads elsewhere"):
        jail.write(root, "way/a.md", "A")
    with pytest.raises(OutOfBounds, match=r"another file\.md already"):
        jail.write(root, "file.md", "A")
    assert not list(outside.iterdir())


def test_a_link_to_the_same_words_is_still_no_file(tmp_path: Path) -> None:
    root, outside = tmp_path / "files", tmp_path / "a.md"
    root.mkdir()
    outside.write_text("A")
    (root / "a.md").symlink_to(outside)
    with pytest.raises(OutOfBounds):
        jail.write(root, "a.md", "A")


def test_a_file_or_a_pipe_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("A")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutOfBounds):
        jail.write(tmp_path, "a/b.md", "B")
    with pytest.raises(OutOfBounds):
        jail.write(tmp_path, "pipe", "B")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "http://example.com/",
        "https://example.com:8443/",
        "https://example.com.evil.org/",
        "https://evil.org/?https://example.com/",
        "https://example.com@evil.org/",
        "https://me:secret@example.com/",
        "https://sub.example.com/",
        "ftp://example.com/",
        "https:///etc/passwd",
        "https://[bad/",
    ],
)
def test_only_listed_places_are_called(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(LISTED, "https://example.com, http://127.0.0.1:9000")
    with pytest.raises(OutOfBounds):
        calling.check(url)


@pytest.mark.parametrize("url", ["https://example.com/a?b=c", "https://EXAMPLE.com:443/", "http://127.0.0.1:9000/x"])
def test_a_listed_place_may_be_called(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv(LISTED, "https://example.com http://127.0.0.1:9000/")
    calling.check(url)


@pytest.mark.parametrize("listed", ["example.com", "https://example.com/path", "https://a:b@example.com", "*"])
def test_a_list_that_cannot_be_read_allows_nothing(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    monkeypatch.setenv(LISTED, f"https://example.com,{listed}")
    with pytest.raises(OutOfBounds):
        calling.check("https://example.com/")


async def test_a_name_that_leads_inside_is_refused_unless_its_address_is_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serving(status(200)) as server:
        port = server.site.rpartition(":")[2]
        monkeypatch.setenv(LISTED, f"http://localhost:{port}")
        with pytest.raises(OutOfBounds, match="private address"):
            await calling.call(get(f"http://localhost:{port}/", Method.POST, "{}"), "req-1")
        assert not server.bodies
        monkeypatch.setenv(LISTED, f"http://localhost:{port} http://127.0.0.1:1 http://[::1]:1")
        done = await calling.call(get(f"http://localhost:{port}/", Method.POST, "{}"), "req-1")
    assert done["done"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.8",
        "224.0.0.1",
        "100.64.0.1",
        "fd00::1",
    ],
)
def test_addresses_inside_are_known(address: str) -> None:
    assert calling._is_inside(address)


def test_addresses_outside_are_known() -> None:
    assert not calling._is_inside("93.184.215.14")
    assert not calling._is_inside("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    assert ip_address("93.184.215.14").is_global


async def test_a_redirect_is_told_and_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(status(200)) as inside, serving(status(307, Location=inside.address)) as server:
        monkeypatch.setenv(LISTED, server.site)
        done = await calling.call(get(server.address, Method.POST, "{}"), "req-1")
    assert done == {
        "done": False,
        "words": f"POST {server.address} answered with a redirect (HTTP 307), which is not followed.",
    }
    assert not inside.bodies


async def test_an_answer_is_told_in_one_short_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(raw("All\n is <b>well</b>. " * 100, "text/html")) as server:
        monkeypatch.setenv(LISTED, server.site)
        done = await calling.call(get(server.address, Method.POST, "{}"), "req-1")
    assert done["words"].startswith(f"POST {server.address} answered 200 OK: All is <b>well</b>. All is")
    assert len(done["words"]) < 300


async def test_an_error_is_told_as_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(status(500)) as server:
        monkeypatch.setenv(LISTED, server.site)
        done = await calling.call(get(server.address, Method.POST, "{}"), "req-1")
    assert not done["done"]
    assert "answered 500 Internal Server Error" in done["words"]


async def test_a_place_that_is_gone_was_certainly_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(status(200)) as server:
        monkeypatch.setenv(LISTED, server.site)
    with pytest.raises(Unreachable):
        await calling.call(get(server.address), "req-1")


async def test_a_place_that_hangs_up_leaves_it_open_whether_it_did_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport
        request.transport.close()
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/", hang_up)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        monkeypatch.setenv(LISTED, address)
        with pytest.raises(Unanswered, match="did not answer"):
            await calling.call(get(f"{address}/", Method.POST, "{}"), "req-1")
    finally:
        await runner.cleanup()


def test_only_a_post_cannot_simply_be_repeated() -> None:
    assert [method for method in Method if not method.is_idempotent] == [Method.POST]


def test_values_are_values_whatever_they_say(tmp_path: Path) -> None:
    path = tmp_path / "planner.db"
    hostile = "'); drop table transfers; --"
    row = {"payee": hostile, "amount": "1", "currency": '"EUR"', "purpose": "; delete from notes"}
    assert storing.add_row(path, "req-1", Table.TRANSFERS, row) == 1
    with closing(sqlite3.connect(path)) as connection:
        kept = connection.execute("select payee, amount, currency, purpose from transfers").fetchall()
    assert kept == [tuple(row.values())]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_row_is_entered_once_for_its_key(tmp_path: Path) -> None:
    row = {"subject": "s", "words": "w"}
    assert [storing.add_row(tmp_path / "p.db", key, Table.NOTES, row) for key in ("a", "a", "b")] == [1, 1, 2]
    with pytest.raises(OutOfBounds, match="with other values"):
        storing.add_row(tmp_path / "p.db", "a", Table.NOTES, {"subject": "s", "words": "other"})


@pytest.mark.parametrize("table", list(Table))
def test_every_table_can_be_written_to(tmp_path: Path, table: Table) -> None:
    assert storing.add_row(tmp_path / "p.db", "a", table, dict.fromkeys(COLUMNS[table], "x")) == 1
    assert table in FLOORS


def test_what_people_found_out_counts_as_done() -> None:
    assert read(None, "Send it") == {"done": True, "words": "Send it: somebody looked, and it happened"}
    assert read({"done": False, "words": "No."}, "Send it") == {"done": False, "words": "No."}
