"""Journeys of people who type /approvals: to see what waits, to act on it, and to take back what they asked for."""

import pytest

from bot.approvals.request import State
from sandbox import SeenMessage
from tests.journeys.world import World


async def ask(world: World, amount: int, to: str = "ACME") -> str:
    """Maya asks for a wire; returns the request's id once its card stands."""
    known = {request.id for request in await world.requests()}
    await world.person("maya").command("#support", f"/task wire amount={amount} to={to}")
    await world.card("tom", title=f"{amount} EUR to {to}")
    [request] = [request for request in await world.requests() if request.id not in known]
    return request.id


async def type_in(world: World, name: str, typed: str, words: str) -> SeenMessage:
    """What `/approvals` answers this person, once it has these words in it."""
    await world.person(name).command("#support", f"/approvals {typed}".strip())
    return await world.told(name, words, "#support")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "Nothing waits for you"),
        ("waiting", "Nothing waits for you"),
        ("all", "Nothing is open that you may see"),
        ("mine", "You have not asked for anything yet"),
        ("history", "Nothing was decided yet"),
        ("help", "/approvals withdraw ID"),
        ("show", "Please say which"),
        ("withdraw", "Please say which"),
        ("show req_000000000000", "There is no request “req_000000000000”"),
        ("withdraw <!channel>", "There is no request “<!channel>”"),
        ("wating", "Did you mean /approvals waiting"),
        ("<!channel>", "I do not know “<!channel>”"),
    ],
)
async def test_what_is_typed_is_answered_in_private(world: World, typed: str, answer: str) -> None:
    told = await type_in(world, "otto", typed, answer)
    assert not told.notifies
    assert world.person("maya").ephemerals() == []


async def test_what_waits_is_listed_for_whoever_may_decide_it_and_for_nobody_else(world: World) -> None:
    await ask(world, 4000)
    assert "Wire 4000 EUR to ACME?" in (await type_in(world, "tom", "", "Waiting for you (1)")).plain()
    await type_in(world, "otto", "", "Nothing waits for you")
    await type_in(world, "maya", "", "Nothing waits for you")
    assert "Wire 4000 EUR to ACME?" in (await type_in(world, "otto", "all", "Open requests (1)")).plain()


async def test_what_was_voted_on_waits_no_longer(world: World) -> None:
    await ask(world, 60000)  # two leads have to approve it
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.shows("tom", "1 of the 2 approvals")
    await type_in(world, "tom", "", "Nothing waits for you")
    await type_in(world, "lena", "", "Waiting for you (1)")


async def test_pages_are_turned_in_place_and_other_lists_are_a_button_away(world: World) -> None:
    for number in range(7):
        await ask(world, 1000 + number)
        world.clock.advance(seconds=1)
    first = await type_in(world, "tom", "", "Waiting for you (7)")
    tom = world.person("tom")
    assert "Page 1 of 2" in first.plain()
    await tom.press(first, "Next")
    second = await world.told("tom", "Page 2 of 2", "#support")
    assert second.ts == first.ts
    assert "1006 EUR" in second.plain()
    await tom.press(second, "History")
    assert (await world.told("tom", "Recent decisions", "#support")).ts == first.ts
    assert len(tom.ephemerals("#support")) == 1


async def test_a_request_is_decided_from_its_private_copy(world: World) -> None:
    request_id = await ask(world, 4000)
    copy = await type_in(world, "tom", f"show {request_id}", "Wire 4000 EUR to ACME?")
    await world.person("tom").press(copy, "Approve")
    run = await world.run_ends()
    assert run.outcome == "Wired 4000 EUR."
    await world.told("tom", "Approve is counted for “Wire 4000 EUR to ACME?”", "#support")
    assert "Wire 4000 EUR to ACME?" in (await type_in(world, "otto", "history", "Recent decisions (1)")).plain()


async def test_who_answers_in_a_private_copy_is_told_what_is_still_needed(world: World) -> None:
    request_id = await ask(world, 60000)  # two leads have to approve it
    copy = await type_in(world, "tom", f"show {request_id}", "Wire 60000 EUR to ACME?")
    await world.person("tom").press(copy, "Approve")
    assert "1 of the 2 approvals" in (await world.told("tom", "Approve is counted", "#support")).plain()


async def test_a_reason_given_from_a_private_copy_is_told_to_be_counted_too(world: World) -> None:
    request_id = await ask(world, 4000)
    copy = await type_in(world, "tom", f"show {request_id}", "Wire 4000 EUR to ACME?")
    tom = world.person("tom")
    await tom.press(copy, "Reject…")
    await world.sandbox.until(tom.view)
    assert (await tom.submit({"Reason": "Too much"})).closed
    await world.told("tom", "Reject is counted for “Wire 4000 EUR to ACME?”", "#support")


async def test_approving_from_a_list_asks_to_read_it_first(world: World) -> None:
    await ask(world, 4000)
    listed = await type_in(world, "tom", "", "Waiting for you (1)")
    tom = world.person("tom")
    await tom.press(listed, "Approve")
    assert "4000 EUR" in (await world.sandbox.until(tom.view)).plain()
    assert (await world.requests())[0].votes == ()
    await tom.submit()
    assert (await world.run_ends()).outcome == "Wired 4000 EUR."
    await world.told("tom", "Approve is counted", "#support")


async def test_who_is_not_in_the_channel_learns_nothing_of_a_request(world: World) -> None:
    request_id = await ask(world, 4000)
    world.sandbox.remove_member("#approvals", "otto")
    await type_in(world, "otto", "all", "Nothing is open that you may see")
    await type_in(world, "otto", f"show {request_id}", f"There is no request “{request_id}”")
    await type_in(world, "otto", f"withdraw {request_id}", f"There is no request “{request_id}”")
    world.sandbox.remove_member("#approvals", "tom")
    await type_in(world, "tom", f"show {request_id}", "Wire 4000 EUR to ACME?")


async def test_a_requester_takes_back_what_they_asked_for_and_says_why(world: World) -> None:
    await ask(world, 4000)
    maya = world.person("maya")
    mine = await type_in(world, "maya", "mine", "What you asked for (1)")
    await maya.press(mine, "Withdraw…")
    await world.sandbox.until(maya.view)
    assert (await maya.submit({"Why?": "Paid by <!channel> already"})).closed
    told = await world.told("maya", "is withdrawn", "#support")
    assert "Wire 4000 EUR to ACME?" in told.plain()
    [request] = await world.requests()
    assert (request.state, request.withdrawn_by) == (State.WITHDRAWN, maya.id)
    assert (await world.run_ends()).state.value == "cancelled"
    await world.shows("tom", "Paid by <!channel> already")
    await type_in(world, "maya", "mine", "Withdrawn")


async def test_withdrawing_by_id_opens_the_same_modal(world: World) -> None:
    request_id = await ask(world, 4000)
    await world.person("maya").command("#support", f"/approvals withdraw `{request_id}`")
    view = await world.sandbox.until(world.person("maya").view)
    assert view.callback_id == "withdraw"


async def test_what_was_decided_meanwhile_is_not_taken_back_and_nothing_is_said_of_an_answer(world: World) -> None:
    await ask(world, 4000)
    mine = await type_in(world, "maya", "mine", "What you asked for (1)")
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.run_ends()
    await world.person("maya").press(mine, "Withdraw…")
    told = (await world.told("maya", "decided already", "#support")).plain()
    assert "Nothing was changed" in told
    assert "answer" not in told


async def test_only_the_requester_may_withdraw(world: World) -> None:
    request_id = await ask(world, 4000)
    await world.person("tom").command("#support", f"/approvals withdraw {request_id}")
    await world.sandbox.until(lambda: world.person("tom").ephemerals("#support"))
    assert world.person("tom").view() is None
    assert (await world.requests())[0].state is State.OPEN


@pytest.mark.parametrize("typed", ["", "all", "mine", "history", "help"])
async def test_programs_and_those_whose_account_was_closed_are_served_nothing(world: World, typed: str) -> None:
    await ask(world, 4000)
    world.person("otto").user.is_bot = True
    world.sandbox.deactivate("lena")
    for name in ("otto", "lena"):
        await type_in(world, name, typed, "Only active, full members")
        assert len(world.person(name).ephemerals("#support")) == 1


async def test_where_slack_does_not_say_who_may_decide_the_list_says_so(world: World) -> None:
    await ask(world, 4000)
    world.sandbox.set_group("team-leads", ["tom"])  # the bot looks the group up anew
    world.sandbox.faults.add("usergroups.users.list", times=50, error="internal_error")
    assert "may lack some" in (await type_in(world, "tom", "", "Nothing waits for you")).plain()
