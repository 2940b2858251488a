"""A card says who is asked, until when, how the request got there, and what the rules will really make of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.approvals.ask import Action, Ask, Kind, Risk
from bot.approvals.commands import EscalateNow, Extend, Ring, Seat
from bot.approvals.dialects.shapes import Const, Reply
from bot.approvals.eligibility import Person
from bot.approvals.policy import OnTimeout, Policy
from bot.approvals.request import Request
from bot.approvals.tier import Notify, Reviewers, Tier, Turn
from bot.slack import text
from bot.slack.drawing import asking, whereabouts
from bot.slack.drawing.cards import draw
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    SECOND_LEAD,
    a_click,
    a_policy,
    a_request,
    a_roster,
    a_tier,
    after,
    an_ask,
    an_opening,
    an_origin,
)
from tests.slack.asks import SOON
from tests.slack.drawing.reading import PINGING, drawn_safely, seen

LOW = an_ask().model_copy(update={"risk": Risk.LOW})
MONDAY = NOON + timedelta(days=7)
PATIENT = a_policy(a_tier(), on_timeout=OnTimeout.WAIT)
FALLBACK = a_policy(a_tier("director"), name="last resort")


def policy(*tiers: Tier, **more: object) -> Policy:
    """A policy of these tiers, or of one team lead, with more of what a policy may say."""
    return Policy.model_validate({"name": "refund", "channel": "#approvals", "tiers": tiers or (a_tier(),), **more})


def seated(request: Request, *people: str, called: tuple[str, ...] = (), problems: tuple[str, ...] = ()) -> Request:
    """The request once the directory has said who belongs to the tier that is asked."""
    seat = Seat(stage=request.stage, people=frozenset(people), called=called, problems=problems)
    return after(request, seat, request.tier_asked_at)


def in_time(request: Request, hours: int = 1) -> Request:
    """The request after the clock has rung at the end of so many SLAs."""
    for _ in range(hours):
        request = after(request, Ring(), request.due_at or NOON)
    return request


def without_refusal() -> Request:
    """A request whose workflow takes no answer but words."""
    answer = Action(id="answer", label="Answer", kind=Kind.NEUTRAL)
    asked = a_request(Ask(title="What shall we tell them?", actions=(answer,)))
    reply = Reply(answers={"answer": Const(const="hello")})
    return replace(asked, origin=replace(asked.origin, dialect="free_text", reply=reply))


def said(request: Request) -> str:
    """All that the card says, once it is certain that it harms nobody."""
    return seen(drawn_safely(request))


def then(request: Request) -> str:
    """What the card says of the time after the deadline."""
    return whereabouts.then(request).removeprefix("*If it is not decided by then:* ")


@pytest.mark.parametrize(
    ("request_", "next_step"),
    [
        (a_request(), "@manager (manager) will be asked"),
        (in_time(a_request()), "it counts as rejected"),
        (in_time(without_refusal()), "the task is cancelled, as it takes no such answer"),
        (a_request(policy=policy(repeat=2)), "@team-lead (team lead) again, in round 2 of 3"),
        (in_time(a_request(policy=policy(repeat=1))), "it counts as rejected"),
        (a_request(policy=PATIENT), "it waits on, and whoever has not voted is reminded"),
        (
            a_request(policy=policy(on_timeout="fallback", fallback=FALLBACK)),
            "policy last resort takes over, and @director (director) will be asked",
        ),
        (seated(a_request(LOW, policy(on_timeout="approve")), LEAD), "it counts as approved, as its risk is low"),
        (seated(a_request(policy=policy(on_timeout="approve")), LEAD), "it counts as rejected"),
        (a_request(LOW, policy(on_timeout="approve")), "it counts as rejected"),
    ],
)
def test_the_next_step_is_the_one_that_the_rules_will_take(request_: Request, next_step: str) -> None:
    assert then(request_) == next_step
    assert next_step in said(request_)
    assert next_step in draw(request_, PINGING).text


def test_a_rejection_that_stands_keeps_silence_from_approving() -> None:
    request = seated(a_request(LOW, policy(a_tier().model_copy(update={"rejections": 2}), on_timeout="approve")), LEAD)
    assert then(request) == "it counts as approved, as its risk is low"
    assert then(after(request, a_click(request, action="reject", reason="no"), SOON)) == "it counts as rejected"


def test_whom_a_fallback_asks_is_not_pinged_ahead_of_their_time() -> None:
    people = Tier(name="director", reviewers=Reviewers(people=(MANAGER,)))
    request = a_request(policy=policy(on_timeout="fallback", fallback=a_policy(people, name="last resort")))
    assert MANAGER not in then(request)


def test_a_second_round_says_so_and_a_first_does_not() -> None:
    request = a_request(policy=policy(repeat=2))
    assert "Round" not in said(request)
    assert "*Round 2 of 3:* the one before brought no decision." in said(in_time(request))
    assert "*Round 3 of 3:*" in said(in_time(request, 2))


def test_a_policy_that_took_over_is_named_with_the_one_before() -> None:
    request = in_time(a_request(policy=policy(on_timeout="fallback", fallback=FALLBACK)))
    assert "*Policy last resort took over:* refund brought no decision." in said(request)
    assert "*Asked now:* @director (director)" in said(request)


def test_a_request_that_is_overdue_says_how_often_its_time_ran_out() -> None:
    request = in_time(a_request(policy=PATIENT))
    assert "*Overdue:* it was not decided in time. Whoever has not voted is reminded." in said(request)
    assert "*Overdue:* the time has run out 2 times." in said(in_time(request))
    assert "Overdue" not in said(a_request(policy=PATIENT))


def test_a_tier_that_nobody_could_decide_for_is_named_on_the_card_of_the_next() -> None:
    assert "Nobody could decide it as team lead." in said(seated(a_request()))
    two = policy(a_tier(quorum=2), a_tier("manager"))
    told = said(seated(a_request(policy=two), LEAD))
    assert "Too few people could decide it as team lead." in told
    assert "It was not decided in time." not in told


def test_where_nobody_is_left_to_ask_the_card_says_that_nobody_can_decide_it() -> None:
    told = said(seated(a_request(policy=policy())))
    assert "*Nobody of them can decide it at present.* Operators were told." in told
    assert "*Too few of them can" in said(seated(a_request(policy=policy(a_tier(quorum=2))), LEAD))


def test_why_each_tier_did_not_decide_is_told_of_this_round_alone() -> None:
    ladder = policy(a_tier(), a_tier("manager"), a_tier("director"), repeat=1)
    wanted = EscalateNow(person=Person(id=LEAD), roster=a_roster(), because="Not *mine*.")
    request = after(a_request(policy=ladder), wanted, SOON)
    assert f"<@{LEAD}> asked for it: “Not ∗mine∗.”" in said(request)
    assert "It was not decided in time." not in said(request)
    further = in_time(request)
    assert "It was not decided in time." in said(further)
    assert f"<@{LEAD}> asked for it" in said(further)
    again = in_time(seated(in_time(further), LEAD))
    assert again.round == 1
    assert f"<@{LEAD}> asked for it" not in said(again)
    assert "It was not decided in time." in said(again)


def test_more_time_is_told_with_who_gave_how_much_and_why_until_the_next_tier_is_asked() -> None:
    more = Extend(person=Person(id=LEAD), roster=a_roster(), by=HOUR / 2, because="Waiting for <the> bank.")
    request = after(a_request(), more, SOON)
    assert f"*Until:* {text.moment(NOON + HOUR * 1.5)}" in said(request)
    assert f"*Extended* by <@{LEAD}>, by 30 min: “Waiting for &lt;the&gt; bank.”" in said(request)
    assert "Extended" not in said(in_time(request))


def test_a_parked_request_says_when_who_is_asked_and_pings_nobody_before() -> None:
    request = replace(a_request(), parked_until=MONDAY, due_at=MONDAY + HOUR)
    told = said(request)
    assert f"*Parked until:* {text.moment(MONDAY)}; @team-lead (team lead) will be asked then" in told
    assert "Asked now" not in told
    assert "S0LEADS" not in told
    assert "@manager (manager) will be asked" in told


def test_a_request_that_was_escalated_into_a_parked_tier_does_not_say_since_when() -> None:
    request = replace(in_time(a_request()), parked_until=MONDAY, asked_at=MONDAY, due_at=MONDAY + HOUR)
    assert said(request).startswith("*Escalated* ⏫ to manager. It was not decided in time.")


def test_an_overdue_tier_is_asked_since_it_was_first() -> None:
    request = in_time(a_request(policy=a_policy(a_tier(), a_tier("manager"), on_timeout=OnTimeout.WAIT)))
    overdue = in_time(seated(request, MANAGER), 3)
    assert said(overdue).startswith(f"*Escalated* ⏫ to manager, {text.moment(NOON + HOUR)}.")


@pytest.mark.parametrize(("quorum", "said_of_them"), [(1, ""), (2, "3 of "), ("all", "3 of ")])
def test_how_many_there_are_is_told_where_several_have_to_approve(quorum: int | str, said_of_them: str) -> None:
    tier = a_tier().model_copy(update={"quorum": quorum})
    request = seated(a_request(policy=policy(tier)), LEAD, SECOND_LEAD, MANAGER)
    assert f"*Asked now:* {said_of_them}<!subteam^S0LEADS> (team lead)" in said(request)


def test_people_whom_the_policy_lists_are_not_counted() -> None:
    tier = Tier(name="leads", reviewers=Reviewers(people=(LEAD, SECOND_LEAD)), quorum=2)
    request = seated(a_request(policy=policy(tier)), LEAD, SECOND_LEAD)
    assert f"*Asked now:* <@{LEAD}> or <@{SECOND_LEAD}> (leads)" in said(request)


def test_whose_turn_it_is_is_named_and_the_group_is_not_pinged() -> None:
    request = a_request(policy=policy(a_tier().model_copy(update={"turn": Turn.ROUND_ROBIN})))
    assert "*Asked now:* @team-lead (team lead)" in said(request)
    called = seated(request, LEAD, SECOND_LEAD, called=(SECOND_LEAD,))
    assert f"*Asked now:* <@{SECOND_LEAD}> of @team-lead (team lead)" in said(called)


def test_a_tier_that_hears_of_it_in_direct_messages_alone_is_not_pinged_in_the_channel() -> None:
    request = a_request(policy=policy(a_tier().model_copy(update={"notify": Notify.DM})))
    assert "*Asked now:* @team-lead (team lead)" in said(request)


def test_the_members_of_a_channel_are_called_so() -> None:
    tier = Tier(name="ops", reviewers=Reviewers(groups=("leads",), channels=("#ops", "C0OPS")))
    assert asking.reviewers(tier) == "@leads, members of #ops or members of <#C0OPS>"
    assert asking.unpinged(tier) == asking.reviewers(tier)


def test_everybody_is_said_where_everybody_has_to_approve() -> None:
    request = a_request(policy=policy(a_tier().model_copy(update={"quorum": "all"})))
    assert "*Needed:* everybody who is asked has to approve" in said(request)
    voted = after(seated(request, LEAD, SECOND_LEAD, MANAGER), a_click(request), SOON)
    assert "*Votes so far:* 1 of the 3 approvals needed" in said(voted)


def test_from_whom_the_approvals_have_to_come_is_said() -> None:
    reviewers = Reviewers(groups=("leads", "finance"))
    tier = Tier(name="both", reviewers=reviewers, quorum=2, distinct_groups=True, at_least={"finance": 1})
    told = said(a_request(policy=policy(tier)))
    assert "*Needed:* approvals from 2 different groups" in told
    assert "*Needed:* 1 approval from @finance" in told


def test_rejections_are_counted_where_one_is_not_enough() -> None:
    request = a_request(policy=policy(a_tier().model_copy(update={"rejections": 2})))
    assert "Rejections" not in said(request)
    rejected = after(request, a_click(request, action="reject", reason="no"), SOON)
    assert "*Rejections so far:* 1 of the 2 needed" in said(rejected)


def test_rejections_of_everybody_are_counted_against_how_many_there_are() -> None:
    tier = a_tier().model_copy(update={"rejections": "all"})
    request = seated(a_request(policy=policy(tier)), LEAD, SECOND_LEAD, MANAGER)
    rejected = after(request, a_click(request, action="reject", reason="no"), SOON)
    assert "*Rejections so far:* 1 of the 3 needed" in said(rejected)


def test_another_look_names_the_request_that_was_not_approved() -> None:
    opening = replace(an_opening(), origin=replace(an_origin(), reopens="req-<1>"))
    request = after(None, opening)
    told = "*Another look* 🔁 Request req-&lt;1&gt; asked this before, and was not approved."
    assert seen(drawn_safely(request)).startswith(told)
    assert told in draw(request, PINGING).text


@pytest.mark.parametrize("words", ["<!channel>", "*bold* `code`", "a" * 60])
def test_hostile_names_of_policies_and_tiers_are_harmless(words: str) -> None:
    hostile = policy(a_tier(), on_timeout="fallback", fallback=a_policy(a_tier("lead"), name=words), name=words)
    request = a_request(Ask(title="Refund?"), hostile)
    drawn_safely(request)
    drawn_safely(in_time(request))
    drawn_safely(seated(request))
