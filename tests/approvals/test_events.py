"""Events: each kind survives the JSON it is stored as, and what an earlier release stored can still be read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from pydantic import TypeAdapter, ValidationError

from bot.approvals.ask import Ask
from bot.approvals.deadlines import next_ring
from bot.approvals.digests import digest_of
from bot.approvals.events import EVENT_KINDS, Event, Opened, from_json, kind_of, to_json
from bot.approvals.machine import fold
from bot.approvals.policy import Policy
from bot.approvals.refusals import Reason
from bot.approvals.request import State
from tests.approvals.event_examples import one_event_of_each_kind
from tests.approvals.examples import (
    HOUR,
    LEAD,
    MANAGER,
    NOON,
    SECOND_LEAD,
    a_click,
    a_roster,
    after,
    an_edit,
    an_origin,
    why_refused,
)
from tests.approvals.stories import Story, any_stories
from tests.approvals.strategies import asks, policies

FIRST_RELEASE = Path(__file__).with_name("events_of_the_first_release.json")
ROSTER = a_roster((), (LEAD, SECOND_LEAD), (MANAGER,))
EVENTS = {kind_of(event): event for event in one_event_of_each_kind()}


def test_there_is_an_example_of_every_kind() -> None:
    assert {name: type(event) for name, event in EVENTS.items()} == EVENT_KINDS


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_an_event_survives_json(event: Event) -> None:
    assert from_json(kind_of(event), _through_text(event)) == event


@given(asks(), policies())
def test_any_ask_and_any_policy_survive_json(ask: Ask, policy: Policy) -> None:
    opened = Opened(
        request_id="request-1",
        origin=an_origin(),
        ask=ask,
        digest="d" * 64,
        policy=policy,
        tier=0,
        due_at=None,
        at=NOON,
    )
    assert from_json("opened", _through_text(opened)) == opened


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_that_lacks_its_moment_is_not_read(kind: str) -> None:
    stored = _through_text(EVENTS[kind])
    del stored["at"]
    with pytest.raises(ValidationError):
        from_json(kind, stored)


def test_an_unknown_kind_of_event_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        from_json("nonsense", {})


def test_the_body_of_another_kind_of_event_is_not_read() -> None:
    with pytest.raises(ValidationError):
        from_json("voted", _through_text(EVENTS["settled"]))


def test_events_that_the_first_release_stored_still_give_the_request() -> None:
    request = fold(_first_release())
    assert request.decision
    assert (request.state, request.decision.by, request.applied_at) == (State.SETTLED, (LEAD, MANAGER), NOON + HOUR)
    assert (request.decision.values, request.decision.edits, request.closed_at) == ({}, None, NOON + HOUR)
    assert request.digest == request.question_digest == digest_of(request.ask) == request.votes[0].digest
    assert (request.tier_asked_at, request.escalators, request.edits, request.views) == (NOON + HOUR, (), (), ())


def test_a_request_that_the_first_release_opened_is_carried_on_by_this_one() -> None:
    opened, voted, *_ = _first_release()
    request = fold([opened, voted])
    assert next_ring(request) == NOON + HOUR / 4
    assert why_refused(request, an_edit(request, {"amount": 1}, SECOND_LEAD, roster=ROSTER)) is Reason.NOT_EDITABLE
    assert why_refused(request, a_click(request, roster=ROSTER)) is Reason.ALREADY_COUNTED
    settled = after(request, a_click(request, SECOND_LEAD, roster=ROSTER))
    assert settled.decision
    assert settled.decision.by == (LEAD, SECOND_LEAD)


@given(any_stories)
def test_a_story_read_without_the_fields_it_leaves_at_their_defaults_is_the_same_story(story: Story) -> None:
    stored = [(kind_of(event), _less_defaults(event)) for event in story.events]
    assert fold([from_json(kind, body) for kind, body in stored]) == story.end


def _first_release() -> list[Event]:
    stored: list[dict[str, Any]] = json.loads(FIRST_RELEASE.read_text(encoding="utf-8"))
    return [from_json(row["kind"], row["body"]) for row in stored]


def _less_defaults(event: Event) -> dict[str, object]:
    """An event as a release before these fields would have stored it, where that could have happened then."""
    adapter: TypeAdapter[Event] = TypeAdapter(type(event))
    stored: dict[str, object] = json.loads(adapter.dump_json(event, exclude_defaults=True))
    return stored


def _through_text(event: Event) -> dict[str, object]:
    stored: dict[str, object] = json.loads(json.dumps(to_json(event)))
    return stored
