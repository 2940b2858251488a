"""Why a request goes where it goes, what makes no difference to it, and what Slack did not say."""

from typing import Any

import pytest

from bot.simulating.outlook_table import table
from bot.simulating.reasons import notes, why
from tests.simulating.looking import ahead
from tests.slack.line import line


async def test_limits_that_are_too_low_and_measures_that_are_missing_are_told_apart() -> None:
    assert (
        why(await ahead("refund", amount="300"))[-1] == "small is passed over: amount 300 is more than its limit of 50."
    )
    assert why(await ahead("refund"))[-1] == "small is passed over: --amount is not given for its limit of 50."


async def test_a_route_that_is_true_is_named_with_its_conditions() -> None:
    assert why(await ahead("refund", amount="5001"))[-2:] == (
        'The policy is payments, by the route "large refunds" (workflow refund, amount above 5000).',
        "The route says that it starts at managers or above.",
    )


async def test_a_route_is_passed_over_for_its_untrue_conditions_only() -> None:
    reasons = why(await ahead("refund", step="goodwill", risk="high"))
    assert (
        'The route "workflow refund, step goodwill, risk low" is passed over, as this is not true: risk low.' in reasons
    )


async def test_routes_of_other_workflows_are_not_told() -> None:
    assert not [reason for reason in why(await ahead("deploy")) if "refund" in reason]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"measures": ["amout=3"]}, "Nothing in the policies looks at the measure amout; did you mean amount?"),
        ({"step": "godwill"}, "Nothing in the policies looks at the step godwill; did you mean goodwill?"),
        ({"channel": "#sales"}, "Nothing in the policies looks at the channel #sales."),
    ],
)
async def test_what_nothing_looks_at_is_told(words: dict[str, Any], told: str) -> None:
    assert told in notes(await ahead("refund", **words))


async def test_what_becomes_of_it_without_slack_is_told() -> None:
    told = notes(await ahead("refund", requester="@release-engineers", channel="#support"))
    assert (
        "If Slack cannot be reached for it longer than 2 h or with more than 50 requests queued, it is rejected."
        in told
    )


async def test_a_look_up_that_fails_is_told_and_supposed_to_find_enough() -> None:
    async with line() as slack:
        slack.sandbox.faults.add("usergroups.list", error="internal_error", times=20)
        outlook = await ahead("refund", slack.members, amount="300")
    assert [step.kind for step in outlook.steps] == ["opened", "neared", "escalated", "expired"]
    assert any("Slack did not say who belongs to team leads" in note for note in notes(outlook))
    assert "@team-leads " in table(outlook)


async def test_the_requester_may_be_named_by_user_id() -> None:
    async with line() as slack:
        tom = slack.id_of("tom")
        outlook = await ahead("refund", slack.members, step="goodwill", risk="low", requester=tom)
        assert "(lena, tom)" in table(outlook)


async def test_what_people_are_called_cannot_move_a_terminals_cursor() -> None:
    outlook = await ahead("refund", amount="300", step="\x1b[2J\u202eevil")
    drawn = table(outlook)
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
