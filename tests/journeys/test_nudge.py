"""Journeys of people who answer in words, in the thread of a card: they are told that it does not count."""

from sandbox import SeenMessage
from tests.journeys.test_approvals_command import ask
from tests.journeys.world import World


async def reply(world: World, name: str, words: str) -> SeenMessage:
    """Write in the thread of the newest card; returns the card."""
    await world.nothing_is_owed()  # the ledger knows where the card stands
    card = await world.card(name)
    await world.person(name).say("#approvals", words, card)
    return card


async def heard(world: World) -> None:
    """Wait until everything written so far was heard: a later word of Lena's is answered."""
    await reply(world, "lena", "lgtm")
    await world.told("lena", "do not count")


async def test_a_reviewer_who_writes_approved_is_given_the_buttons_and_nothing_is_counted(world: World) -> None:
    await ask(world, 4000)
    card = await reply(world, "tom", "Approved :+1:")
    nudge = await world.told("tom", "Words in a thread do not count")
    assert nudge.thread_ts == card.ts
    assert {"Approve", "Reject…"} <= set(nudge.buttons())
    assert (await world.requests())[0].votes == ()
    tom = world.person("tom")
    await tom.press(nudge, "Approve")
    await world.sandbox.until(tom.view)
    await tom.submit()
    assert (await world.run_ends()).outcome == "Wired 4000 EUR."
    await world.told("tom", "Approve is counted for “Wire 4000 EUR to ACME?”")


async def test_somebody_who_may_not_decide_is_told_who_may(world: World) -> None:
    await ask(world, 4000)
    await reply(world, "otto", "rejected!")
    nudge = await world.told("otto", "to decide")
    assert "@team-leads" in nudge.plain()
    assert nudge.buttons() == []


async def test_nobody_is_told_twice_in_a_while(world: World) -> None:
    await ask(world, 4000)
    await reply(world, "tom", "lgtm")
    await world.told("tom", "do not count")
    await reply(world, "tom", "ok to ship")
    await heard(world)
    assert len(world.person("tom").ephemerals("#approvals")) == 1


async def test_talk_that_is_no_answer_is_left_alone(world: World) -> None:
    await ask(world, 4000)
    await reply(world, "tom", "who approved the last one?")
    await reply(world, "tom", "I will look at it after lunch")
    await world.person("tom").say("#approvals", "approved")
    await heard(world)
    assert world.person("tom").ephemerals("#approvals") == []


async def test_in_the_thread_of_a_closed_request_words_are_only_words(world: World) -> None:
    await ask(world, 4000)
    await world.person("tom").press(await world.card("tom"), "Approve")
    await world.run_ends()
    await world.nothing_is_owed()
    await reply(world, "tom", "approved")
    await ask(world, 3000)
    await heard(world)
    assert world.person("tom").ephemerals("#approvals") == []
