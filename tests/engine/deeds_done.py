"""A bank whose wires are counted, and which can be made to die or refuse; and the graphs that use it once."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from langgraph.graph import StateGraph

from bot.ledger.hints import Work
from bot.ledger.run_book import Run
from bot.ledger.tables import effects, runs
from bot.review import Ask, ask, compensation, effect, roll_back
from tests.engine.graphs import Gate, State, chained, question
from tests.engine.workbench import Bench

Do = Callable[[], Awaitable[Any]]


class Killed(BaseException):
    """The process dies at this very place; nothing behind it is run."""


class Bank:
    """What was wired and taken back, in order; it can die before or after a wire, or raise."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.before: list[BaseException] = []
        self.after: list[BaseException] = []
        self.gate: Gate | None = None

    def wires(self, what: str) -> Do:
        """The deed of wiring this."""

        async def wire() -> dict[str, str]:
            if self.before:
                raise self.before.pop(0)
            self.done.append(what)
            if self.after:
                raise self.after.pop(0)
            return {"wire": what}

        return wire


BANK = Bank()


@compensation
async def take_back(result: Any) -> None:
    """Undo a wire of the one bank that compensations know."""
    if BANK.gate:
        await BANK.gate.wait()
    if BANK.before:
        raise BANK.before.pop(0)
    BANK.done.append(f"-{result['wire'] if result else None}")
    if BANK.after:
        raise BANK.after.pop(0)


def once(bank: Bank, **how: Any) -> StateGraph[State]:
    """Wires once, and says what came of it."""

    async def act(state: State) -> State:
        result = await effect("wire", bank.wires("wired"), words="Wired the money", **how)
        return {"outcome": f"{result}"}

    return chained(("act", act))


def held(bank: Bank, gate: Gate) -> StateGraph[State]:
    """Wires once the gate is open."""

    async def act(state: State) -> State:
        await gate.wait()
        await effect("wire", bank.wires("wired"))
        return {}

    return chained(("act", act))


def between_asks(bank: Bank) -> StateGraph[State]:
    """Asks, wires and asks again, all in one node, and then once more for the same key in another."""

    async def act(state: State) -> State:
        first = ask(question("Before?")).action
        await effect("wire", bank.wires("wired"), words="Wired the money")
        second = ask(question("After?")).action
        return {"left": first, "right": second}

    async def again(state: State) -> State:
        result = await effect("wire", bank.wires("wired again"))
        last = ask(Ask(title="Last?")).action
        return {"outcome": f"{state['left']}, {state['right']}, {last}: {result}"}

    return chained(("act", act), ("again", again))


def rolled_back(window: timedelta | None = None) -> StateGraph[State]:
    """Wires three times, each in its node, asks, and takes all of it back if that is rejected."""

    def wiring(what: str) -> Any:
        async def act(state: State) -> State:
            await effect(what, BANK.wires(what), undo=take_back, window=window, words=f"Wired {what}")
            return {}

        return act

    async def ask_whether(state: State) -> State:
        return {"approved": ask(question("Keep it?")).approved}

    async def end(state: State) -> State:
        undone = () if state["approved"] else await roll_back("it was not to be kept")
        return {"outcome": f"Undone: {', '.join(undone) or 'nothing'}."}

    wires = [(what, wiring(what)) for what in ("one", "two", "three")]
    return chained(*wires, ("ask", ask_whether), ("end", end))


async def driven(bench: Bench, run: Work) -> Run | None:
    """The run as far as it goes now, or None where its process dies on the way.

    Then the saver holds what a dead process would have left there, and every lease has run out.
    """
    kept = await bench.saver.conn.execute_fetchall("SELECT * FROM writes")
    try:
        return await bench.drive(run)
    except Killed:
        await bench.saver.conn.execute("DELETE FROM writes")
        await bench.saver.conn.executemany("INSERT INTO writes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", kept)
        await bench.saver.conn.commit()
    async with bench.ledger.write() as tx:
        for table in (runs, effects):
            await tx.conn.execute(table.update().values(lease_until=None))
    return None
