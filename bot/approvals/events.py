"""Facts about a request, in the order they happened; folding them gives the request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.approvals.ask import Ask
from bot.approvals.decision import Decision
from bot.approvals.policy import Policy
from bot.approvals.request import Origin, Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A workflow's ask was put on the ledger, with its policy frozen; until `parked_until` nobody is asked."""

    request_id: str
    origin: Origin
    ask: Ask
    digest: str
    policy: Policy
    tier: int
    due_at: datetime | None
    at: datetime
    routed_by: str = ""
    parked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """The directory said who belongs to the tier that is asked; `vacant` when they cannot decide it."""

    tier: int
    round: int
    people: tuple[str, ...]
    called: tuple[str, ...]
    problems: tuple[str, ...]
    vacant: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """A person's vote was counted; it replaces an earlier one of theirs."""

    vote: Vote
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A reviewer changed the draft, which voids the votes on the old one.

    `first_tier` is the lowest that may decide what it is now; the tier asked is at least that one.
    """

    person: str
    before: dict[str, Any]
    after: dict[str, Any]
    digest: str
    first_tier: int
    tier: int
    due_at: datetime | None
    at: datetime
    parked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegated:
    """A reviewer passed their seat on, for this request."""

    giver: str
    to: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """A person read everything that is asked under this digest."""

    person: str
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Questioned:
    """A person asked something in the thread."""

    person: str
    question: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Neared:
    """This share of the tier's SLA is used up; `reminded` says whether those who have not voted are told."""

    share: float
    reminded: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated:
    """Another tier is asked: the SLA ran out, the tier before is vacant, or the person `by` wanted it, in their words.

    With a new `round` the ladder begins again.
    """

    tier: int
    due_at: datetime | None
    at: datetime
    by: str = ""
    because: str = ""
    round: int = 0
    vacant: bool = False
    parked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unparked:
    """People work again and are asked now; or a late clock found them gone, and parks it on, until `parked_until`."""

    at: datetime
    due_at: datetime | None = None
    parked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """The person `by` put the deadline off, by `span` of the time that the tier's SLA counts."""

    by: str
    because: str
    due_at: datetime
    at: datetime
    span: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overran:
    """The last tier's SLA ended and the policy waits on; those who have not voted are reminded, again at `due_at`."""

    count: int
    due_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FellBack:
    """The ladder ended without a decision, and that of another policy begins."""

    policy: Policy
    tier: int
    due_at: datetime | None
    at: datetime
    parked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """Somebody wanted another look at what was not approved; the run `run_id` gives it, and this stays as decided."""

    by: str
    because: str
    run_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Votes, or limits within which nobody is asked, decided the request."""

    decision: Decision
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """Nobody answered up to the end of the last tier, or could be shown the request at all, and the policy decided."""

    decision: Decision
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """The question no longer stands; nothing is decided."""

    because: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The workflow has taken the answer in."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Effected:
    """The run did what `words` say, once, under this key; `result` is the digest of what came of it."""

    key: str
    words: str
    result: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Compensated:
    """What the run did under this key was undone: by these people, or by the workflow itself, and why."""

    key: str
    by: tuple[str, ...]
    because: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """An operator mended the run by hand: with which step, who, and why."""

    step: str
    by: str
    because: str
    at: datetime


Event = (
    Opened
    | Seated
    | Voted
    | Edited
    | Delegated
    | Viewed
    | Questioned
    | Neared
    | Escalated
    | Unparked
    | Extended
    | Overran
    | FellBack
    | Settled
    | Expired
    | Withdrawn
    | Applied
    | Reopened
    | Effected
    | Compensated
    | Repaired
)

EVENT_KINDS: dict[str, type[Event]] = {kind.__name__.lower(): kind for kind in get_args(Event)}
_ADAPTERS: dict[str, TypeAdapter[Event]] = {name: TypeAdapter(kind) for name, kind in EVENT_KINDS.items()}


def kind_of(event: Event) -> str:
    """The name an event is stored under."""
    return type(event).__name__.lower()


def to_json(event: Event) -> dict[str, object]:
    """An event as plain JSON values."""
    stored: dict[str, object] = _ADAPTERS[kind_of(event)].dump_python(event, mode="json")
    return stored


def from_json(kind: str, stored: dict[str, object]) -> Event:
    """The event stored under `kind`; raises KeyError for an unknown kind, ValidationError for another's body."""
    return _ADAPTERS[kind].validate_python(stored)
