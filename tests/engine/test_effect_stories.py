"""Whatever crashes, raises or runs again, and whatever people say: nothing is done twice without their saying so."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from langgraph.graph import StateGraph

from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.ledger.hints import Work
from bot.ledger.run_book import Run
from bot.ledger.tables import effects
from bot.review import NotDone, ask, effect, roll_back
from tests.engine.deeds_done import BANK, Killed, driven, take_back
from tests.engine.graphs import State, chained, question
from tests.engine.workbench import Bench, workbench
from tests.ledger.books import rows

KEYS = ("one", "two", "three")

# What becomes of one deed after the other: mostly they succeed, else the process dies or they raise, before the money
# has left or after.
FATES = st.sampled_from(("well", "well", "well", "die early", "die late", "raise early", "raise late", "not done"))
ANSWERS = st.sampled_from(("happened", "again", "again", "by_hand", "leave", "stop"))


class Story:
    """What becomes of each deed, and what people say to each question, drawn beforehand; then all is well."""

    def __init__(self, fates: list[str], answers: list[str]) -> None:
        self.fates = fates
        self.answers = answers
        self.consents: Counter[str] = Counter()

    def doing(self, key: str) -> Callable[[], Awaitable[dict[str, str]]]:
        """A deed that may go wrong."""

        async def do() -> dict[str, str]:
            fate = self.fates.pop(0) if self.fates else "well"
            if fate == "not done":
                raise NotDone(key)
            early, late = _trouble(fate)
            if early:
                raise early
            BANK.done.append(key)
            if late:
                raise late
            return {"wire": key}

        return do

    def plan_undoing(self) -> None:
        """Have what is left of the fates meet the next thing that is undone."""
        early, late = _trouble(self.fates.pop(0) if self.fates else "well")
        BANK.before = [early] * 3 if early else []
        BANK.after = [late] if late else []

    def said(self, request: Request) -> str:
        """What people say to a question; consent to do something again is counted."""
        offered = [action.id for action in request.ask.actions]
        word = next((word for word in self.answers if word in offered), offered[0])
        if word in self.answers:
            self.answers.remove(word)
        if word == "again" and request.ask.title.startswith("Did this happen?"):
            self.consents[request.ask.facts[1].value] += 1
        return word

    def graph(self) -> StateGraph[State]:
        """Two deeds and a question in one node, a third in the next, and then all of it is rolled back."""

        async def both(state: State) -> State:
            await effect("one", self.doing("one"), undo=take_back)
            ask(question())
            await self._tried("two")
            return {}

        async def third(state: State) -> State:
            await self._tried("three")
            return {}

        async def back(state: State) -> State:
            return {"outcome": ", ".join(await roll_back())}

        return chained(("both", both), ("third", third), ("back", back))

    async def _tried(self, key: str) -> None:
        """Do it, and go on where it certainly did not happen."""
        try:
            await effect(key, self.doing(key), undo=take_back)
        except NotDone:
            return


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.lists(FATES, max_size=8), st.lists(ANSWERS, max_size=8))
@example(["die late", "die late", "well", "raise early"], ["again", "again", "leave"])
@example(["well", "not done", "raise late", "die late", "raise early"], ["happened", "by_hand"])
def test_nothing_is_done_twice_unless_people_say_so(
    tmp_path_factory: pytest.TempPathFactory, fates: list[str], answers: list[str]
) -> None:
    asyncio.run(tell(tmp_path_factory.mktemp("story"), Story(fates, answers)))


async def tell(folder: Path, story: Story) -> None:
    """Drive the run to its end, through every crash and question, and look at what was done."""
    for said in (BANK.done, BANK.before, BANK.after):
        said.clear()
    async with workbench(folder, {"story": story.graph()}) as bench:
        run = await bench.start("story")
        ended = await to_the_end(bench, run, story)
        found = sorted(await rows(bench.ledger, effects), key=lambda row: row["place"])
    done = Counter(line for line in BANK.done if not line.startswith("-"))
    for row in found:
        assert done[row["key"]] <= 1 + story.consents[row["key"]]
        if row["state"] in {"done", "undone", "stuck", "undoing"} and row["result"] != "null":
            assert done[row["key"]], "what is remembered was done"
    if ended.state is RunState.FINISHED:
        undone = [row["key"] for row in reversed(found) if row["state"] == "undone"]
        assert ended.outcome == ", ".join(undone)
        assert [row["key"] for row in found if row["state"] == "done"] == []
        back = list(dict.fromkeys(line for line in BANK.done if line.startswith("-") and line != "-None"))
        assert back == sorted(back, key=lambda line: -[row["key"] for row in found].index(line[1:]))


async def to_the_end(bench: Bench, run: Work, story: Story) -> Run:
    """Drive the run again after each crash, and answer whatever it asks."""
    for _ in range(60):
        story.plan_undoing()
        seen = await driven(bench, run)
        if seen and seen.state.has_ended:
            return seen
        for request in await bench.open_requests(run):
            await bench.answer(request, story.said(request))
    raise AssertionError("the story has no end")


def _trouble(fate: str) -> tuple[BaseException | None, BaseException | None]:
    kind, _, when = fate.partition(" ")
    error = Killed() if kind == "die" else OSError(fate) if kind == "raise" else None
    return (error, None) if when == "early" else (None, error)
