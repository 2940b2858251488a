"""What a run asks is opened under the policies in force at that moment, where the routes lead."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.approvals.machine import RunState
from bot.approvals.routes import Conditions, Requesters, Route
from bot.approvals.routing import PolicyBook
from bot.desk import running
from bot.desk.running import Task
from bot.engine.driving import Driver
from bot.ledger.database import Ledger
from bot.ledger.hints import Work, WorkKind
from tests.approvals.examples import NOON, REQUESTER, a_policy, a_tier
from tests.desk.deeds import the_run
from tests.engine.graphs import two_in_a_row, wire
from tests.engine.workbench import Bench, a_book, workbench

USUAL = a_policy(name="usual")
SPECIAL = a_policy(a_tier("lead"), a_tier("manager"), name="special")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """A driver of two graphs."""
    async with workbench(tmp_path, {"wire": wire([]), "two": two_in_a_row([])}) as bench:
        yield bench


def book(*routes: Route) -> PolicyBook:
    return replace(a_book(USUAL, *routes), policies={policy.name: policy for policy in (USUAL, SPECIAL)})


def driving(bench: Bench, book: PolicyBook) -> Bench:
    return replace(bench, driver=replace(bench.driver, book=lambda: book))


class Directory:
    """Who belongs to what, and whom it was asked about; or nothing, when it cannot be reached."""

    def __init__(self, belongs: frozenset[str] | None) -> None:
        self.belongs = belongs
        self.asked: list[tuple[str, frozenset[str]]] = []

    async def look(self, person: str, names: frozenset[str]) -> frozenset[str]:
        self.asked.append((person, names))
        if self.belongs is None:
            raise TimeoutError("Slack does not answer")
        return names & self.belongs

    def of(self, driver: Driver) -> Driver:
        return replace(driver, belongs=self.look)


async def start_in(ledger: Ledger, channel: str, reopens: str = "") -> Work:
    task = Task("wire", {"amount": 120}, REQUESTER, "wish", channel=channel, reopens=reopens)
    run = await running.start(ledger, task, now=NOON)
    assert run
    return Work(WorkKind.RUN, run.id)


async def test_a_route_gives_a_request_its_policy_its_tier_and_its_name(bench: Bench) -> None:
    route = Route(name="wires", when=Conditions(workflows=("wire",)), policy="special", tier="manager")
    _, [request] = await driving(bench, book(route)).asked()
    assert (request.policy, request.asked.name, request.routed_by) == (SPECIAL, "manager", "wires")


async def test_a_request_that_no_route_takes_is_opened_under_the_default(bench: Bench) -> None:
    route = Route(when=Conditions(workflows=("wire",)), policy="special")
    _, [request] = await driving(bench, book(route)).asked("two")
    assert (request.policy, request.routed_by) == (USUAL, "")


async def test_a_route_may_look_at_where_the_run_was_started(bench: Bench) -> None:
    route = Route(when=Conditions(channels=("#support",)), policy="special")
    sent = driving(bench, book(route))
    run = await start_in(bench.ledger, "#support", reopens="req_before")
    await sent.drive(run)
    [request] = await sent.requests(run)
    assert (request.policy, request.origin.channel, request.origin.reopens) == (SPECIAL, "#support", "req_before")


@pytest.mark.parametrize(("belongs", "policy"), [(["sales"], SPECIAL), ([], USUAL)])
async def test_a_route_may_look_at_who_asks(bench: Bench, belongs: list[str], policy: object) -> None:
    directory = Directory(frozenset(belongs))
    route = Route(when=Conditions(workflows=("wire",), requesters=Requesters(groups=("sales",))), policy="special")
    asking = replace(bench, driver=directory.of(replace(bench.driver, book=lambda: book(route))))
    _, [request] = await asking.asked("wire")
    assert request.policy == policy
    assert directory.asked == [(REQUESTER, frozenset({"sales"}))]


async def test_the_directory_is_not_asked_where_no_route_wants_to_know_the_requester(bench: Bench) -> None:
    directory = Directory(None)
    route = Route(when=Conditions(workflows=("two",), requesters=Requesters(groups=("sales",))), policy="special")
    asking = replace(bench, driver=directory.of(replace(bench.driver, book=lambda: book(route))))
    _, [request] = await asking.asked("wire")
    assert (request.policy, directory.asked) == (USUAL, [])


async def test_while_the_directory_does_not_answer_nothing_is_opened_and_the_run_is_tried_again(bench: Bench) -> None:
    """9. Unsure means not approved: the laxer of two policies is not taken on a guess."""
    directory = Directory(None)
    route = Route(when=Conditions(requesters=Requesters(groups=("sales",))), policy="special")
    asking = replace(bench, driver=directory.of(replace(bench.driver, book=lambda: book(route))))
    run = await asking.start()
    assert (await asking.drive(run)).state is RunState.RUNNING
    assert await asking.requests(run) == []
    directory.belongs = frozenset({"sales"})
    assert (await asking.drive(run)).state is RunState.WAITING
    [request] = await asking.requests(run)
    assert request.policy == SPECIAL


async def test_policies_that_change_hold_for_what_is_opened_after(bench: Bench) -> None:
    """7. Policy and graph version are frozen into the request."""
    books = [book(), book(Route(policy="special"))]
    changing = replace(bench, driver=replace(bench.driver, book=lambda: books[0]))
    run, [before] = await changing.asked("two")
    books.pop(0)
    await changing.answer(before)
    await changing.drive(run)
    policies = {request.id == before.id: request.policy for request in await changing.requests(run)}
    assert policies == {True: USUAL, False: SPECIAL}


async def test_a_request_without_a_policy_is_not_opened(bench: Bench) -> None:
    lost = driving(bench, replace(book(), default=""))
    run = await lost.start()
    await lost.drive(run)
    assert await lost.requests(run) == []
    assert "no policy is there" in (await the_run(bench.ledger, run)).error
