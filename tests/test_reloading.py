"""Policies written anew are taken over once they are sound; anything else changes nothing, and is told once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.approvals.routing import PolicyBook
from bot.faults import Mistake
from bot.policybook import PolicyFile
from bot.reloading import Reloader
from tests.policybook.files import LEADS, NOW

AT_ONCE = timedelta(0)
BEFORE = f"policies:\n  refund: {LEADS}\n"
AFTER = f"policies:\n  refund: {LEADS.replace('#a', '#b')}\n  deploy: {LEADS}\n"
BROKEN = "policies:\n  refund: {channel: nowhere}\n"


class Office:
    """A policies file, a reloader of it, and what the operators were told."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = NOW
        self.told: list[str] = []
        self.misfits: list[Mistake] = []
        self.examined: list[PolicyBook] = []
        self.reachable = True
        self.write(BEFORE)
        self.file = PolicyFile(path=path, workflows=frozenset({"refund"}), speedup=1, now=lambda: self.now)
        self.reloader = Reloader(self.file, self.file.read(), self.tell, self.examine)

    def write(self, text: str) -> None:
        self.path.write_text(text)

    async def tell(self, words: str) -> None:
        self.told.append(words)

    async def examine(self, book: PolicyBook) -> list[Mistake]:
        self.examined.append(book)
        if not self.reachable:
            raise TimeoutError("Slack does not answer")
        return self.misfits

    async def look(self, times: int = 1) -> None:
        for _ in range(times):
            await self.reloader.look(AT_ONCE)

    @property
    def channel(self) -> str:
        """Where refunds are posted now."""
        return self.reloader.book().policies["refund"].channel


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "policies.yaml")


async def test_a_file_that_has_not_changed_is_let_be(office: Office) -> None:
    before = office.reloader.book()
    office.write(BEFORE)
    await office.look(3)
    assert office.reloader.book() is before
    assert (office.told, office.examined) == ([], [])


async def test_a_sound_file_is_taken_over_once_and_what_is_another_is_told(office: Office) -> None:
    office.write(AFTER)
    await office.look(3)
    assert office.channel == "#b"
    [told] = office.told
    assert told.startswith("The policies were read anew (new: deploy; changed: refund).")
    assert office.examined == [office.reloader.book()]


async def test_whatever_else_is_another_is_told_too(office: Office) -> None:
    office.write(AFTER)
    await office.look()
    besides = "routes: [{policy: refund}]\nquiet: {pings_per_hour: 3}\ndialects: {refund: approved}\n"
    office.write(BEFORE + besides)
    await office.look()
    assert office.told[1].startswith(
        "The policies were read anew (changed: refund; gone: deploy; which requests go to which policy has changed; "
        "how workflows are answered has changed; how often people are pinged has changed)."
    )


async def test_a_file_that_says_the_same_in_other_words_is_taken_over(office: Office) -> None:
    office.write(f"# a word on these\n{BEFORE}")
    await office.look(2)
    assert [told.partition(".")[0] for told in office.told] == [
        "The policies were read anew (nothing in them is another)"
    ]


async def test_warnings_are_told_with_what_was_taken_over(office: Office) -> None:
    office.write(BEFORE.replace("tiers:", "requester_may_act: true, tiers:"))
    await office.look()
    assert "people may sign for what they asked for themselves" in office.told[0]


async def test_a_broken_file_keeps_the_book_and_is_told_once_with_every_mistake(office: Office) -> None:
    office.write(BROKEN)
    await office.look(3)
    assert office.channel == "#a"
    [told] = office.told
    assert told.startswith("The new policies hold 2 mistakes, so those before stay in force.")
    assert f"{office.path}:2: policies.refund.tiers: it is missing" in told


async def test_of_many_mistakes_the_first_are_told(office: Office) -> None:
    office.write(BROKEN + "".join(f"  p{number}: {{}}\n" for number in range(20)))
    await office.look()
    assert office.told[0].count("it is missing") == 9
    assert office.told[0].endswith("`countersign check` tells the rest.")


async def test_another_mistake_is_told_anew(office: Office) -> None:
    office.write(BROKEN)
    await office.look()
    office.write(f"{BEFORE}quiet: 7\n")
    await office.look()
    assert [told.partition(",")[0] for told in office.told] == [
        "The new policies hold 2 mistakes",
        "The new policies hold a mistake",
    ]


async def test_a_file_that_is_gone_keeps_the_book_and_is_told_once(office: Office) -> None:
    office.path.unlink()
    await office.look(3)
    assert office.channel == "#a"
    assert len(office.told) == 1
    assert "it cannot be read" in office.told[0]


async def test_a_broken_file_that_is_put_back_is_told_to_be_sound_again(office: Office) -> None:
    office.write(BROKEN)
    await office.look()
    office.write(BEFORE)
    await office.look(2)
    assert office.told[1:] == ["The policies file is sound again; it says what is in force."]
    assert office.examined == []


async def test_a_broken_file_that_is_mended_is_taken_over(office: Office) -> None:
    office.write(BROKEN)
    await office.look()
    office.write(AFTER)
    await office.look()
    assert office.channel == "#b"


async def test_policies_that_a_workflow_would_be_without_are_not_taken_over(office: Office) -> None:
    office.write(f"policies:\n  deploy: {LEADS}\n")
    await office.look()
    assert office.channel == "#a"
    assert "for some requests of the workflow refund there is no policy" in office.told[0]


async def test_policies_that_name_what_slack_does_not_know_are_not_taken_over(office: Office) -> None:
    office.misfits = [Mistake("policy refund", "there is no group named leads", "create it")]
    office.write(AFTER)
    await office.look(3)
    assert office.channel == "#a"
    [told] = office.told
    assert "policy refund: there is no group named leads\n    -> create it" in told


async def test_policies_that_name_what_is_made_in_slack_afterwards_are_taken_over_by_themselves(office: Office) -> None:
    office.misfits = [Mistake("policy refund", "there is no group named leads", "create it")]
    office.write(AFTER)
    await office.look(3)
    office.misfits = []
    await office.look(60)
    assert office.channel == "#b"
    refused, taken_over = office.told
    assert "there is no group named leads" in refused
    assert taken_over.startswith("The policies were read anew")
    assert len(office.examined) == 2


async def test_whoever_asks_for_it_has_slack_asked_again_at_once(office: Office) -> None:
    office.misfits = [Mistake("policy refund", "there is no group named leads", "create it")]
    office.write(AFTER)
    await office.look()
    office.misfits = []
    await office.reloader.look(AT_ONCE, again=True)
    assert office.channel == "#b"


async def test_while_slack_does_not_answer_nothing_is_taken_over_and_it_is_tried_again(office: Office) -> None:
    office.reachable = False
    office.write(AFTER)
    with pytest.raises(TimeoutError):
        await office.look()
    assert (office.channel, office.told) == ("#a", [])
    office.reachable = True
    await office.look()
    assert office.channel == "#b"


async def test_when_the_year_changes_the_holidays_are_read_anew(office: Office) -> None:
    office.write(
        "calendars: {office: {zone: UTC, holidays: {country: DE}}}\n"
        + BEFORE.replace("reviewers:", "calendar: office, reviewers:")
    )
    await office.look()
    office.now = datetime(2027, 1, 1, tzinfo=UTC)
    await office.look()
    assert {day.year for day in office.reloader.book().calendars["office"].holidays} == {2027, 2028, 2029}
    assert "changed: refund" in office.told[1]


async def test_a_file_that_is_still_being_written_is_left_for_the_next_look(office: Office) -> None:
    class HalfWritten:
        """Each look at it finds it longer."""

        def __init__(self) -> None:
            self.looks = 0

        def edition(self) -> str:
            self.looks += 1
            return f"{min(self.looks, 3)}"

        def read(self) -> PolicyBook:
            return PolicyBook({}, edition=self.edition())

    reloader = Reloader(HalfWritten(), PolicyBook({}, edition="0"), office.tell, office.examine)
    await reloader.look(AT_ONCE)
    assert reloader.book().edition == "0"
    await reloader.look(AT_ONCE)
    assert reloader.book().edition == "3"


async def test_two_looks_at_once_take_a_file_over_once(office: Office) -> None:
    office.write(AFTER)
    looks: list[Callable[[], Awaitable[None]]] = [office.look, office.look]
    await asyncio.gather(*(look() for look in looks))
    assert len(office.told) == 1
