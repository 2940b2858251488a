"""Events: each kind survives the JSON it is stored as."""

import json

import pytest
from hypothesis import given
from pydantic import ValidationError

from bot.approvals.ask import Ask
from bot.approvals.events import EVENT_KINDS, Event, Opened, from_json, kind_of, to_json
from bot.approvals.policy import Policy
from tests.approvals.examples import NOON, an_origin, one_event_of_each_kind
from tests.approvals.strategies import asks, policies

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


def _through_text(event: Event) -> dict[str, object]:
    stored: dict[str, object] = json.loads(json.dumps(to_json(event)))
    return stored
