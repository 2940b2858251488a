"""The journal: an effect happens once, however often it is attempted."""

import asyncio
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workflows.servers import serving, status
from workflows.journal import (
    Effect,
    EffectRefused,
    EffectUnsettled,
    Tally,
    carry_out,
    file,
    reference_of,
    tally,
    target,
)

EFFECT = Effect(key="req-1", workflow="refund", reference="RF-1", details={"amount": 12.5, "customer": "ACME"})


async def test_a_repeated_effect_happens_once_and_shows_its_attempts(effects: Path) -> None:
    for _ in range(3):
        await carry_out(EFFECT)
    await carry_out(replace(EFFECT, key="req-2"))
    assert tally(effects) == {"req-1": Tally(attempts=3, effects=1), "req-2": Tally(attempts=1, effects=1)}


async def test_many_at_the_same_moment_make_one_effect(effects: Path) -> None:
    await asyncio.gather(*(carry_out(EFFECT) for _ in range(20)))
    assert tally(effects) == {"req-1": Tally(attempts=20, effects=1)}


def test_a_new_file_may_be_opened_by_several_at_once(effects: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: file.write(effects, replace(EFFECT, key=f"req-{number}")), range(16)))
    assert len(tally(effects)) == 16


async def test_a_key_used_for_something_else_is_refused_and_the_attempt_kept(effects: Path) -> None:
    await carry_out(EFFECT)
    with pytest.raises(EffectRefused, match="used before, for something else"):
        await carry_out(replace(EFFECT, details={"amount": 99.0}))
    assert tally(effects) == {"req-1": Tally(attempts=2, effects=1)}


def test_an_effect_that_cannot_be_written_leaves_no_trace(effects: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        file.write(effects, replace(EFFECT, details={"amount": float("nan")}))
    assert tally(effects) == {}


def test_the_file_is_for_its_owner_only(effects: Path) -> None:
    effects.touch(mode=0o644)
    file.write(effects, EFFECT)
    assert stat.S_IMODE(effects.stat().st_mode) == 0o600


async def test_the_line_says_what_was_done_and_when(effects: Path) -> None:
    await carry_out(EFFECT)
    with closing(sqlite3.connect(effects)) as connection:
        ((body, at),) = connection.execute("select body, at from effects").fetchall()
    assert body == EFFECT.body()
    assert at.endswith("Z")


def test_there_is_nothing_to_tell_before_the_first_effect(effects: Path) -> None:
    assert tally(effects) == {}
    assert not effects.exists()


async def test_a_file_that_cannot_be_written_is_named_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "notes.txt"
    broken.write_text("This is no database, and long enough for SQLite to notice that." * 20)
    monkeypatch.setenv("COUNTERSIGN_EFFECTS", str(broken))
    with pytest.raises(EffectUnsettled, match=r"notes\.txt could not be written"):
        await carry_out(EFFECT)


async def test_an_address_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_EFFECTS", "ftp://example.com/effects")
    with pytest.raises(EffectRefused, match="COUNTERSIGN_EFFECTS"):
        await carry_out(EFFECT)


def test_effects_lie_beside_the_bots_data_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COUNTERSIGN_EFFECTS")
    assert target() == ".data/effects.db"
    monkeypatch.setenv("COUNTERSIGN_DATA", "/srv/countersign")
    assert target() == "/srv/countersign/effects.db"


def test_a_reference_is_the_same_for_the_same_key() -> None:
    assert reference_of("RF", "req-1") == reference_of("RF", "req-1") != reference_of("RF", "req-2")


async def test_an_endpoint_gets_the_effect_under_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(status(201)) as server:
        monkeypatch.setenv("COUNTERSIGN_EFFECTS", server.address)
        await carry_out(EFFECT)
    assert [headers["Idempotency-Key"] for headers in server.headers] == ["req-1"]
    assert server.bodies == [
        {"workflow": "refund", "reference": "RF-1", "details": {"amount": 12.5, "customer": "ACME"}}
    ]


@pytest.mark.parametrize("code", [500, 503, 429, 409, 408])
async def test_an_endpoint_in_trouble_is_tried_again_under_the_same_key(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    async with serving(status(code), status(200)) as server:
        monkeypatch.setenv("COUNTERSIGN_EFFECTS", server.address)
        await carry_out(EFFECT)
    assert [headers["Idempotency-Key"] for headers in server.headers] == ["req-1", "req-1"]


async def test_an_endpoint_that_stays_in_trouble_leaves_the_effect_unsettled(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(status(500)) as server:
        monkeypatch.setenv("COUNTERSIGN_EFFECTS", server.address)
        with pytest.raises(EffectUnsettled, match="in 3 attempts"):
            await carry_out(EFFECT)
    assert len(server.bodies) == 3


@pytest.mark.parametrize("code", [400, 401, 422, 307])
async def test_an_endpoint_that_refuses_is_not_asked_again(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    async with serving(status(code, Location="/elsewhere")) as server:
        monkeypatch.setenv("COUNTERSIGN_EFFECTS", server.address)
        with pytest.raises(EffectRefused, match=f"HTTP {code}"):
            await carry_out(EFFECT)
    assert len(server.bodies) == 1


async def test_an_endpoint_that_is_gone_leaves_the_effect_unsettled(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(status(200)) as server:
        monkeypatch.setenv("COUNTERSIGN_EFFECTS", server.address)
    with pytest.raises(EffectUnsettled):
        await carry_out(EFFECT)
