"""The JSON of an outlook: its keys stay, and it says what the table says."""

import json

from bot.simulating.outlook_json import to_json
from tests.simulating.looking import ahead
from tests.slack.line import line

KEYS = [
    "workflow", "opened_at", "zone", "measures", "risk", "urgency", "step", "requester", "channel", "policy", "route",
    "first_tier", "why", "ladder", "decision", "ends_at", "notes",
]  # fmt: skip
RUNG_KEYS = [
    "at", "local", "after_seconds", "event", "words", "policy", "tier", "round", "vacant", "due_at", "parked_until",
    "asked", "again_every_seconds", "decision",
]  # fmt: skip
ASKED_KEYS = [
    "reviewers", "quorum", "rejections", "distinct_groups", "at_least", "earlier_may_act", "notify", "channel", "turn",
]  # fmt: skip


async def test_the_keys_are_those_that_are_promised() -> None:
    told = to_json(await ahead("refund", amount="30000", at="2026-11-20 17:55"))
    assert list(told) == KEYS
    assert all(list(rung) == RUNG_KEYS for rung in told["ladder"])
    assert all(list(rung["asked"]) == ASKED_KEYS for rung in told["ladder"] if rung["asked"])
    assert json.loads(json.dumps(told)) == told


async def test_a_ladder_that_waits_has_no_end_and_says_how_often_it_comes_again() -> None:
    told = to_json(await ahead("refund", amount="30000", at="2026-11-20 17:55"))
    assert (told["decision"], told["ends_at"]) == (None, None)
    assert [rung["event"] for rung in told["ladder"]] == ["opened", "unparked", "neared", "fellback", "overran"]
    assert [rung["again_every_seconds"] for rung in told["ladder"]] == [None, None, None, None, 7200]


async def test_a_ladder_that_ends_says_when_and_how() -> None:
    told = to_json(await ahead("deploy", at="2026-11-20 16:55", zone="Asia/Kolkata"))
    assert (told["decision"], told["ends_at"]) == ("reject", "2026-11-20T13:25:00+00:00")
    assert told["ladder"][-1]["local"] == "2026-11-20T18:55:00+05:30"
    assert told["ladder"][-1]["after_seconds"] == 7200


async def test_the_members_are_told_where_they_were_looked_up() -> None:
    alone = to_json(await ahead("refund", amount="300"))["ladder"][0]["asked"]
    assert alone["reviewers"] == [{"name": "team-leads", "members": None}]
    async with line() as slack:
        asked = to_json(await ahead("refund", slack.members, amount="300"))["ladder"][0]["asked"]
        people = [{"id": slack.id_of(name), "name": name} for name in ("tom", "lena")]
    assert asked["reviewers"] == [{"name": "team-leads", "members": sorted(people, key=lambda person: person["id"])}]


async def test_what_limits_hold_asks_nobody() -> None:
    told = to_json(await ahead("refund", amount="20"))
    assert [(rung["event"], rung["asked"]) for rung in told["ladder"]] == [("opened", None), ("settled", None)]
    assert told["decision"] == "approve"
