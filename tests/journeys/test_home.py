"""Journeys of people at their App Home: what waits, what they asked for, being away, and looking for something."""

from datetime import timedelta

from sandbox import SeenView
from tests.journeys.test_approvals_command import ask
from tests.journeys.world import World


async def home(world: World, name: str, words: str) -> SeenView:
    """This person's home, once it has these words in it."""

    def shown() -> SeenView | None:
        view = world.person(name).home()
        return view if view and words in view.plain() else None

    return await world.sandbox.until(shown)


async def opened(world: World, name: str, words: str) -> SeenView:
    """The home that this person opens, once it has these words in it."""
    await world.person(name).open_home()
    return await home(world, name, words)


async def test_a_home_shows_what_waits_and_updates_itself_when_somebody_decides(world: World) -> None:
    await opened(world, "tom", "Nothing waits for you")
    await opened(world, "maya", "You have not asked for anything yet")
    await ask(world, 4000)
    await home(world, "tom", "Waiting for you (1)")
    assert "Wire 4000 EUR to ACME?" in (await home(world, "maya", "What you asked for (1)")).plain()
    await world.person("lena").press(await world.card("lena"), "Approve")
    await home(world, "tom", "Nothing waits for you")
    assert "Approved" in (await home(world, "maya", "Recent decisions (1)")).plain()


async def test_a_home_that_nobody_opened_is_not_drawn(world: World) -> None:
    await ask(world, 4000)
    await world.nothing_is_owed()
    assert world.sandbox.calls("views.publish") == []


async def test_a_request_is_rejected_from_home(world: World) -> None:
    await ask(world, 4000)
    tom = world.person("tom")
    await tom.press(await opened(world, "tom", "Waiting for you (1)"), "Reject…")
    await world.sandbox.until(tom.view)
    await tom.submit({"Reason": "Too much"})
    assert (await world.run_ends()).outcome == "Not wired (Too much)."
    await home(world, "tom", "Recent decisions (1)")


async def test_approving_from_home_asks_to_read_it_first(world: World) -> None:
    await ask(world, 4000)
    tom = world.person("tom")
    await tom.press(await opened(world, "tom", "Waiting for you (1)"), "Approve")
    assert "4000 EUR" in (await world.sandbox.until(tom.view)).plain()
    await tom.submit()
    assert (await world.run_ends()).outcome == "Wired 4000 EUR."


async def test_the_nearest_deadline_comes_first_and_pages_are_turned_in_place(world: World) -> None:
    for number in range(6):
        await ask(world, 1000 + number)
        world.clock.advance(seconds=1)
    tom = world.person("tom")
    first = await opened(world, "tom", "Waiting for you (6)")
    assert "1000 EUR" in first.plain()
    assert "1005 EUR" not in first.plain()
    await tom.press(first, "home_page:waiting:2")
    second = await home(world, "tom", "1005 EUR")
    assert "Page 2 of 2" in second.plain()


async def test_a_page_of_a_home_that_was_drawn_anew_meanwhile_is_not_turned(world: World) -> None:
    for number in range(6):
        await ask(world, 1000 + number)
    tom = world.person("tom")
    first = await opened(world, "tom", "Waiting for you (6)")
    world.sandbox.faults.add("views.publish", error="hash_conflict")
    await tom.press(first, "home_page:waiting:2")
    await world.sandbox.until(lambda: [call for call in world.sandbox.calls("views.publish") if not call.ok])
    assert "Page 1 of 2" in (await home(world, "tom", "Waiting for you (6)")).plain()


async def test_whoever_goes_away_names_who_decides_in_their_place(world: World) -> None:
    tom, otto = world.person("tom"), world.person("otto")
    await opened(world, "otto", "Nothing waits for you")
    await tom.press(await opened(world, "tom", "Nobody stands in for you"), "I will be away…")
    await world.sandbox.until(tom.view)
    until = int((world.clock() + timedelta(days=3)).timestamp())
    refused = await tom.submit({"who": tom.id, "until": until})
    assert "cannot stand in for yourself" in refused.errors["who"]
    refused = await tom.submit({"who": otto.id, "until": int(world.clock().timestamp()) - 60})
    assert "still to come" in refused.errors["until"]
    assert (await tom.submit({"who": otto.id, "until": until})).closed
    await home(world, "tom", "@Otto Brandt decides in your place")
    await world.direct("otto", "@Tom Okafor will be away")
    await ask(world, 4000)
    await home(world, "otto", "Waiting for you (1)")
    await tom.press(await home(world, "tom", "I am back"), "I am back")
    await home(world, "tom", "Nobody stands in for you")
    await home(world, "otto", "Nothing waits for you")


async def test_a_program_cannot_stand_in(world: World) -> None:
    tom = world.person("tom")
    world.person("otto").user.is_bot = True
    await tom.press(await opened(world, "tom", "Nobody stands in for you"), "I will be away…")
    await world.sandbox.until(tom.view)
    await tom.submit({"who": world.person("otto").id, "until": int((world.clock() + timedelta(days=3)).timestamp())})
    await world.sandbox.until(tom.direct)
    assert "I am back" not in (await opened(world, "tom", "Nobody stands in for you")).buttons()


async def test_a_search_finds_what_one_may_see_and_shows_it_whole(world: World) -> None:
    await ask(world, 4000, "Globex")
    await ask(world, 3000, "ACME")
    tom = world.person("tom")
    await tom.choose(await opened(world, "tom", "Waiting for you (2)"), "home_search", "globex")
    await world.sandbox.until(lambda: (view := tom.view()) and "1 request found" in view.plain())
    found = tom.view()
    assert found
    assert "3000 EUR" not in found.plain()
    await tom.press(found, "See everything")
    await world.sandbox.until(lambda: (view := tom.view()) and view.callback_id == "full")


async def test_a_search_finds_nothing_that_one_may_not_see(world: World) -> None:
    await ask(world, 4000, "Globex")
    world.sandbox.remove_member("#approvals", "otto")
    otto = world.person("otto")
    await otto.choose(await opened(world, "otto", "Nothing waits for you"), "home_search", "globex")
    await world.sandbox.until(lambda: (view := otto.view()) and "Nothing was found" in view.plain())


async def test_the_home_of_a_program_shows_nothing(world: World) -> None:
    await ask(world, 4000)
    world.person("otto").user.is_bot = True
    assert "4000" not in (await opened(world, "otto", "Only active, full members")).plain()


async def test_somebody_who_is_gone_holds_up_nothing(world: World) -> None:
    world.sandbox.faults.add("views.publish", error="user_not_found")
    await world.person("otto").open_home()
    await world.sandbox.until(lambda: world.sandbox.calls("views.publish"))
    await opened(world, "tom", "Nothing waits for you")
    assert world.person("miguel").messages("#operators") == []


async def test_a_home_that_slack_would_not_take_is_drawn_again(world: World) -> None:
    world.sandbox.faults.add("views.publish", status=429, retry_after=1)
    world.sandbox.faults.add("views.publish", status=500)
    await opened(world, "tom", "Nothing waits for you")
