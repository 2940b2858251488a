"""5. What was looked up is kept until it is too old or Slack told of a change, and never longer."""

import asyncio

import pytest

from bot.slack.remembering import Remembered


class Book:
    """Answers look-ups, each with a number of its own; may be slow or refuse."""

    def __init__(self) -> None:
        self.reads: list[str] = []
        self.refuses = False
        self.begun = asyncio.Event()
        self.opened = asyncio.Event()
        self.opened.set()

    async def read(self, key: str) -> str:
        """Look a key up."""
        self.reads.append(key)
        answer = f"{key} {len(self.reads)}"
        self.begun.set()
        await self.opened.wait()
        if self.refuses:
            raise LookupError(key)
        return answer


@pytest.fixture
def book() -> Book:
    """What is looked up in."""
    return Book()


async def test_what_was_looked_up_is_kept(book: Book) -> None:
    kept = Remembered(book.read, 60)
    assert [await kept.get("a"), await kept.get("a"), await kept.get("b")] == ["a 1", "a 1", "b 2"]


async def test_what_is_too_old_is_looked_up_anew(book: Book) -> None:
    kept = Remembered(book.read, 0.05)
    first = await kept.get("a")
    await asyncio.sleep(0.05)
    assert await kept.get("a") != first


async def test_what_is_not_to_be_kept_is_looked_up_each_time(book: Book) -> None:
    kept = Remembered(book.read, 0)
    assert [await kept.get("a"), await kept.get("a")] == ["a 1", "a 2"]


async def test_many_who_ask_at_once_wait_for_one_look_up(book: Book) -> None:
    kept = Remembered(book.read, 60)
    assert await asyncio.gather(*(kept.get("a") for _ in range(20))) == ["a 1"] * 20


async def test_one_slow_look_up_does_not_hold_up_another(book: Book) -> None:
    kept = Remembered(book.read, 60)
    book.opened.clear()
    slow = asyncio.create_task(kept.get("a"))
    await book.begun.wait()
    book.opened.set()
    assert await kept.get("b") == "b 2"
    await slow


async def test_what_changed_is_looked_up_anew(book: Book) -> None:
    kept = Remembered(book.read, 60)
    await kept.get("a")
    await kept.get("b")
    kept.forget("a")
    kept.forget("c")
    assert [await kept.get("a"), await kept.get("b")] == ["a 3", "b 2"]


async def test_what_changed_while_it_was_looked_up_is_looked_up_anew(book: Book) -> None:
    """Slack may answer with what was true before it told of the change."""
    kept = Remembered(book.read, 60)
    book.opened.clear()
    before = asyncio.create_task(kept.get("a"))
    await book.begun.wait()
    kept.forget("a")
    book.opened.set()
    await before
    assert await kept.get("a") == "a 2"


async def test_a_look_up_that_fails_is_not_kept(book: Book) -> None:
    kept = Remembered(book.read, 60)
    book.refuses = True
    for _ in range(2):
        with pytest.raises(LookupError):
            await kept.get("a")
    book.refuses = False
    assert await kept.get("a") == "a 3"


async def test_whoever_waited_for_a_look_up_that_failed_tries_for_themselves(book: Book) -> None:
    kept = Remembered(book.read, 60)
    book.refuses = True
    book.opened.clear()
    both = [asyncio.create_task(kept.get("a")) for _ in range(2)]
    await book.begun.wait()
    book.opened.set()
    assert [type(end) for end in await asyncio.gather(*both, return_exceptions=True)] == [LookupError] * 2


async def test_giving_up_a_look_up_leaves_it_to_the_others(book: Book) -> None:
    kept = Remembered(book.read, 60)
    book.opened.clear()
    first, second = (asyncio.create_task(kept.get("a")) for _ in range(2))
    await book.begun.wait()
    first.cancel()
    book.opened.set()
    assert await second == "a 2"
