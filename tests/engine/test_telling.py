"""What a graph tells is passed on calmly: the newest words, the last ones always, and nothing is held up by it."""

import asyncio
from typing import Any

import pytest

from bot.engine.telling import Telling, words_of

LONG = 60.0
SHORT = 0.01


class Listener:
    """Takes words at its own pace, and fails where a test wants it to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.heard: list[str] = []
        self.is_ready = asyncio.Event()
        self.is_ready.set()
        self.asked = asyncio.Event()
        self._fails = fails

    async def take(self, words: str) -> None:
        """Take the words in, once ready."""
        self.asked.set()
        await self.is_ready.wait()
        self.heard.append(words)
        if self._fails:
            raise OSError("the disk is full")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("Looking", "Looking"),
        ({"progress": "Looking"}, "Looking"),
        ({"message": "Looking"}, "Looking"),
        ({"status": "Looking"}, "Looking"),
        ({"progress": 3, "message": "Looking"}, "Looking"),
        ({"progress": " ", "status": "Looking"}, "Looking"),
        ({"progress": "Looking", "done": 3, "of": 10}, "Looking (3/10)"),
        ({"progress": "Looking", "done": 0, "of": 10}, "Looking (0/10)"),
        ({"progress": "Looking", "done": 2.5, "of": 10.0}, "Looking (2.5/10)"),
        ({"progress": "Looking", "done": 3}, "Looking (3)"),
        ({"progress": "Looking", "of": 10}, "Looking"),
        ({"progress": "Looking", "done": True, "of": 10}, "Looking"),
        ({"progress": "Looking", "done": float("nan"), "of": 10}, "Looking"),
        ({"progress": "Looking", "done": -1, "of": 10}, "Looking"),
        ({"progress": "Looking", "done": 10**5000, "of": 10}, "Looking"),
        ({"progress": 3}, ""),
        ({"done": 3, "of": 10}, ""),
        ({"chunk": "Hello"}, ""),
        ({}, ""),
        ("", ""),
        (" \n", ""),
        (None, ""),
        (7, ""),
        (["Looking"], ""),
        (object(), ""),
    ],
    ids=range(25),
)
def test_words_are_found_in_texts_and_in_what_objects_call_their_progress(event: Any, words: str) -> None:
    assert words_of(event) == words


async def test_the_first_words_are_passed_on_at_once() -> None:
    listener = Listener()
    async with Telling(listener.take, LONG) as telling:
        telling.hear("one")
        await listener.asked.wait()
        assert listener.heard == ["one"]


async def test_of_what_comes_within_a_pause_the_last_is_passed_on_at_the_end() -> None:
    listener = Listener()
    async with Telling(listener.take, LONG) as telling:
        for words in ("one", "two", "three"):
            telling.hear(words)
            await asyncio.sleep(0)
    assert listener.heard == ["one", "three"]


async def test_words_that_come_after_a_pause_are_passed_on() -> None:
    listener = Listener()
    async with Telling(listener.take, SHORT) as telling:
        for words in ("one", "two", "three"):
            listener.asked.clear()
            telling.hear(words)
            await listener.asked.wait()
            assert listener.heard[-1] == words


async def test_a_slow_listener_holds_nothing_up_and_gets_the_newest_words() -> None:
    listener = Listener()
    listener.is_ready.clear()
    async with Telling(listener.take, SHORT) as telling:
        telling.hear("one")
        await listener.asked.wait()
        for words in ("two", "three"):
            telling.hear(words)
        listener.is_ready.set()
    assert listener.heard == ["one", "three"]


async def test_a_listener_that_fails_is_told_the_rest_all_the_same() -> None:
    listener = Listener(fails=True)
    async with Telling(listener.take, LONG) as telling:
        telling.hear("one")
        await listener.asked.wait()
        telling.hear("two")
    assert listener.heard == ["one", "two"]


async def test_the_last_words_before_an_error_are_passed_on() -> None:
    listener = Listener()
    with pytest.raises(ValueError, match="broken"):
        await broken_off(listener, ValueError("broken"))
    assert listener.heard == ["one", "two"]


async def test_a_drive_that_was_cancelled_tells_nothing_more() -> None:
    """Its thread may be somebody else's by now."""
    listener = Listener()
    with pytest.raises(asyncio.CancelledError):
        await broken_off(listener, asyncio.CancelledError())
    assert listener.heard == ["one"]


async def test_a_graph_that_tells_nothing_starts_nothing() -> None:
    listener = Listener()
    tasks = asyncio.all_tasks()
    async with Telling(listener.take, LONG) as telling:
        telling.hear({"chunk": "Hello"})
        assert asyncio.all_tasks() == tasks
    assert listener.heard == []


@pytest.mark.parametrize("words", ["x" * 200_000, "x" * 4001])
async def test_words_without_end_are_cut(words: str) -> None:
    listener = Listener()
    async with Telling(listener.take, LONG) as telling:
        telling.hear(words)
    [heard] = listener.heard
    assert (len(heard), heard[-1]) == (4000, "…")


async def test_what_opens_a_door_is_blacked_out() -> None:
    listener = Listener()
    async with Telling(listener.take, LONG) as telling:
        telling.hear("connecting to postgresql://bot:hunter2@db")
    assert "hunter2" not in listener.heard[0]


async def broken_off(listener: Listener, error: BaseException) -> None:
    """Tell one thing, and another just before the error."""
    async with Telling(listener.take, LONG) as telling:
        telling.hear("one")
        await listener.asked.wait()
        telling.hear("two")
        raise error
