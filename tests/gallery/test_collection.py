"""Tests that every specimen is one that Slack takes, and that there is one of every kind."""

import json

import pytest
from slack_sdk.models.views import View

from bot.approvals.refusals import Reason
from bot.approvals.request import State
from bot.slack.blocks import Message
from gallery.collection import collection
from gallery.specimens import private
from gallery.specimens.specimen import Kind, Specimen
from sandbox.blocks.rules import check_view
from tests.slack import limits
from tests.slack.accepting import accepted, accepted_view

ALL = collection()
CALLBACKS = {
    *("reason", "full", "task", "edit", "answer", "delegate", "ask", "history", "batch"),
    *("search", "away", "withdraw", "shortcut", "told", "escalate", "extend", "reopen"),
}


@pytest.mark.parametrize("specimen", ALL, ids=[specimen.slug for specimen in ALL])
def test_every_specimen_is_accepted(specimen: Specimen) -> None:
    payload = specimen.payload
    match specimen.kind:
        case Kind.MODAL:
            accepted_view(payload)
        case Kind.HOME:
            assert limits.complaints(payload["blocks"], 100) == []
            check_view(payload, "home")
            View(**payload).to_dict()
        case _ if "blocks" in payload:
            accepted(Message(payload["text"], payload["blocks"]))
        case _:
            assert 1 <= len(payload["text"]) <= limits.TEXTS["section"]


def test_every_specimen_has_a_name_of_its_own_and_is_plain_json() -> None:
    assert len({specimen.slug for specimen in ALL}) == len(ALL)
    assert all(json.loads(json.dumps(specimen.payload)) == specimen.payload for specimen in ALL)


def test_there_is_a_specimen_of_every_kind_and_of_every_modal() -> None:
    modals = [specimen.payload for specimen in ALL if specimen.kind is Kind.MODAL]
    assert {specimen.kind for specimen in ALL} == {*Kind}
    assert {modal["callback_id"] for modal in modals} == CALLBACKS


def test_every_refusal_is_told() -> None:
    refusals = [specimen for specimen in ALL if specimen.heading == private.REFUSALS]
    assert len({specimen.payload["text"] for specimen in refusals}) == len(Reason)


def test_requests_that_are_closed_ended_in_every_way() -> None:
    assert {request.state for request in private.closed_ones()} == {*State} - {State.OPEN}


def test_words_pick_specimens_by_their_names() -> None:
    picked = collection("Half of the time")
    assert [specimen.name for specimen in picked] == ["Half of the time is gone"]
