"""What buttons and modals carry: written into their values here, and read back strictly."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.approvals.ask import Action
from bot.approvals.batching import seal
from bot.approvals.request import Request

DIGITS = 16
REASON_BLOCK = "reason"
ANSWER_BLOCK = "answer"
PERSON_BLOCK = "person"
QUESTION_BLOCK = "question"
SPAN_BLOCK = "span"
WHOLE_BLOCK = "whole"  # of a row of buttons that stands beside everything that it answers, where one might doubt that
BRIEF_BLOCK = "brief"  # how the id of a row of buttons begins that stands on a card beside less than what is asked
VALUES = "form:"  # of the fields of an action's form: what a schema calls its properties may be a name above
DRAFT = "draft:"  # of the fields of an ask's draft
INPUT = "value"
T = TypeVar("T")
_VOTE = re.compile(r"([A-Za-z0-9_-]{1,64}):([a-z][a-z0-9_]{0,39}):([0-9a-f]{16})")
_BATCH = re.compile(r"([A-Za-z0-9_-]{1,64}):([a-z][a-z0-9_]{0,39}):([0-9]{1,4}):([0-9a-f]{16})")
_SEEN = re.compile(r"([A-Za-z0-9_-]{1,64})@([0-9a-f]{16})")
_MORE = re.compile(r"(see|history|delegate|ask|escalate|extend|reopen):([A-Za-z0-9_-]{1,64})")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CHANNEL = re.compile(r"([CGD][A-Z0-9]{2,30})?")
_TS = re.compile(r"(\d{1,12}\.\d{1,9})?")


class Unwritten(ValueError):
    """This was not written by the functions here: somebody forged it, or another release wrote it."""


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed action: of which request, and the beginning of the digest that the presser saw."""

    request_id: str
    action: str
    digest: str


@dataclass(frozen=True, slots=True)
class BatchPress:
    """A pressed action on a batch: which of its requests the card showed (the first `count`), and their seal."""

    batch_id: str
    action: str
    count: int
    seal: str


@dataclass(frozen=True, slots=True)
class Place:
    """The message a modal was opened from; empty where there was none."""

    channel: str = ""
    ts: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Memo:
    """What a modal about a request carries: the value of a button, and where it was opened.

    `back` is the value of the batch's modal that is shown again once this one is sent; empty where there is none.
    """

    value: str
    place: Place = NOWHERE
    back: str = ""

    def metadata(self) -> str:
        """The memo as a view's private_metadata."""
        told = {"value": self.value, "channel": self.place.channel, "ts": self.place.ts, "back": self.back}
        return json.dumps(told)


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
    """A submitted answer with its words, and the batch's modal to go back to, if any."""

    press: Press
    reason: str
    place: Place
    back: str = ""


def vote_value(request: Request, action: Action) -> str:
    """The value of a button that votes."""
    return f"{request.id}:{action.id}:{request.digest[:DIGITS]}"


def batch_value(batch_id: str, action_id: str, shown: Sequence[Request]) -> str:
    """The value of a button that answers for every request a batch's card shows."""
    return f"{batch_id}:{action_id}:{len(shown)}:{seal(shown)[:DIGITS]}"


def seen_value(request: Request) -> str:
    """What a view that shows a request's ask carries: its id, and the beginning of the digest of what is shown."""
    return f"{request.id}@{request.digest[:DIGITS]}"


def more_value(what: str, request_id: str) -> str:
    """The value of an entry of the menu *More*, such as `see` or `delegate`, and of which request."""
    return f"{what}:{request_id}"


def read_batch(value: str) -> BatchPress:
    """The press in the value of a batch's button; raises Unwritten for anything that is not exactly of that shape."""
    found = _BATCH.fullmatch(value)
    if not found:
        raise Unwritten("this is no answer to a batch")
    batch_id, action, count, beginning = found.groups()
    return BatchPress(batch_id, action, int(count), beginning)


def read_more(value: str) -> tuple[str, str]:
    """What an entry of the menu *More* wants, and of which request; raises Unwritten for anything else."""
    found = _MORE.fullmatch(value)
    if not found:
        raise Unwritten("this is no entry of the menu")
    return found[1], found[2]


def read_vote(value: str) -> Press:
    """The press in a button's value; raises Unwritten for anything that is not exactly of that shape."""
    found = _VOTE.fullmatch(value)
    if not found:
        raise Unwritten("this is no vote")
    return Press(*found.groups())


def read_request_id(value: str) -> str:
    """The request id in a button's value; raises Unwritten for anything else."""
    if not _REQUEST_ID.fullmatch(value):
        raise Unwritten("this is no request id")
    return value


def read_seen(value: str) -> tuple[str, str]:
    """The request and the digest's beginning that a view carries, as itself or in a vote; raises Unwritten."""
    found = _SEEN.fullmatch(value)
    if found:
        return found[1], found[2]
    press = read_vote(value)
    return press.request_id, press.digest


def read_memo(metadata: str) -> Memo:
    """The memo in a view's private_metadata; raises Unwritten for anything else."""
    value, channel, ts, back = _texts(metadata, "value", "channel", "ts", "back")
    if not (_CHANNEL.fullmatch(channel) and _TS.fullmatch(ts)):
        raise Unwritten("this memo is malformed")
    return Memo(value, Place(channel, ts), back)


def read_task(metadata: str) -> TaskMemo:
    """The memo in a task form's private_metadata; raises Unwritten for anything else."""
    workflow, channel = _texts(metadata, "workflow", "channel")
    if not _CHANNEL.fullmatch(channel):
        raise Unwritten("this memo is malformed")
    return TaskMemo(workflow, channel)


def read_submission(view: Mapping[str, Any]) -> Submission:
    """The answer in a submitted reason modal or full view; raises Unwritten where there is none.

    The action chosen among several stands in the state, a single one in the metadata.
    """
    memo = read_memo(view["private_metadata"])
    chosen = _said(view, ANSWER_BLOCK, "selected_option")
    value = str(chosen["value"]) if chosen else memo.value
    return Submission(read_vote(value), read_words(view, REASON_BLOCK), memo.place, memo.back)


def read_words(view: Mapping[str, Any], block_id: str) -> str:
    """What was typed into that block of a submitted view; empty where nothing was."""
    return str(_said(view, block_id, "value") or "").strip()


def read_person(view: Mapping[str, Any]) -> str:
    """The user id chosen in a submitted view; empty where nobody was."""
    return str(_said(view, PERSON_BLOCK, "selected_user") or "")


def under(prefix: str, by_block: Mapping[str, T]) -> dict[str, T]:
    """The same by block ids that bear the prefix."""
    return {f"{prefix}{block_id}": each for block_id, each in by_block.items()}


def part(prefix: str, by_block: Mapping[str, T]) -> dict[str, T]:
    """What stands under block ids that bear the prefix, by the ids without it."""
    return {block_id.removeprefix(prefix): each for block_id, each in by_block.items() if block_id.startswith(prefix)}


def _said(view: Mapping[str, Any], block_id: str, name: str) -> Any:
    return view["state"]["values"].get(block_id, {}).get(INPUT, {}).get(name)


def _texts(metadata: str, *names: str) -> list[str]:
    """The texts under exactly these names in a JSON object."""
    try:
        told = json.loads(metadata)
    except ValueError:
        raise Unwritten("this is no memo") from None
    if not isinstance(told, dict) or set(told) != set(names) or not all(isinstance(told[name], str) for name in names):
        raise Unwritten("this is no memo")
    return [told[name] for name in names]
