"""What buttons and modals carry: written into their values here, and read back strictly."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.approvals.ask import Action
from bot.approvals.request import Request

DIGITS = 16
REASON_BLOCK = "reason"
ANSWER_BLOCK = "answer"
INPUT = "value"
_VOTE = re.compile(r"([A-Za-z0-9_-]{1,64}):([a-z][a-z0-9_]{0,39}):([0-9a-f]{16})")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CHANNEL = re.compile(r"([CGD][A-Z0-9]{2,30})?")
_TS = re.compile(r"(\d{1,12}\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed action: of which request, and the beginning of the digest that the presser saw."""

    request_id: str
    action: str
    digest: str


@dataclass(frozen=True, slots=True)
class Place:
    """The message a modal was opened from; empty where there was none."""

    channel: str = ""
    ts: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Memo:
    """What a modal about a request carries: a vote's value or a request's id, and where it was opened."""

    value: str
    place: Place = NOWHERE

    def metadata(self) -> str:
        """The memo as a view's private_metadata."""
        return json.dumps({"value": self.value, "channel": self.place.channel, "ts": self.place.ts})


@dataclass(frozen=True, slots=True)
class TaskMemo:
    """What the form of a task carries: the workflow to start, and the channel it was asked for in."""

    workflow: str
    channel: str = ""

    def metadata(self) -> str:
        """The memo as a view's private_metadata."""
        return json.dumps({"workflow": self.workflow, "channel": self.channel})


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted answer with its words."""

    press: Press
    reason: str
    place: Place


def vote_value(request: Request, action: Action) -> str:
    """The value of a button that votes."""
    return f"{request.id}:{action.id}:{request.digest[:DIGITS]}"


def read_vote(value: str) -> Press:
    """The press in a button's value; raises ValueError for anything that is not exactly of that shape."""
    found = _VOTE.fullmatch(value)
    if not found:
        raise ValueError("this is no vote")
    return Press(*found.groups())


def read_request_id(value: str) -> str:
    """The request id in a button's value; raises ValueError for anything else."""
    if not _REQUEST_ID.fullmatch(value):
        raise ValueError("this is no request id")
    return value


def read_memo(metadata: str) -> Memo:
    """The memo in a view's private_metadata; raises ValueError for anything else."""
    value, channel, ts = _texts(metadata, "value", "channel", "ts")
    if not (_CHANNEL.fullmatch(channel) and _TS.fullmatch(ts)):
        raise ValueError("this memo is malformed")
    return Memo(value, Place(channel, ts))


def read_task(metadata: str) -> TaskMemo:
    """The memo in a task form's private_metadata; raises ValueError for anything else."""
    workflow, channel = _texts(metadata, "workflow", "channel")
    if not _CHANNEL.fullmatch(channel):
        raise ValueError("this memo is malformed")
    return TaskMemo(workflow, channel)


def read_submission(view: Mapping[str, Any]) -> Submission:
    """The answer in a submitted reason modal or full view; raises ValueError where there is none.

    The action chosen among several stands in the state, a single one in the metadata.
    """
    memo = read_memo(view["private_metadata"])
    state = view["state"]["values"]
    chosen = state.get(ANSWER_BLOCK, {}).get(INPUT, {}).get("selected_option")
    reason = state.get(REASON_BLOCK, {}).get(INPUT, {}).get("value")
    return Submission(read_vote(chosen["value"] if chosen else memo.value), (reason or "").strip(), memo.place)


def _texts(metadata: str, *names: str) -> list[str]:
    """The texts under exactly these names in a JSON object."""
    told = json.loads(metadata)
    if not isinstance(told, dict) or set(told) != set(names) or not all(isinstance(told[name], str) for name in names):
        raise ValueError("this is no memo")
    return [told[name] for name in names]
