"""What a request settled as; this goes back to the workflow."""

from datetime import datetime
from enum import StrEnum

from bot.approvals.ask import Kind
from bot.approvals.values import Frozen, JsonObject


class Cause(StrEnum):
    """What made the decision."""

    VOTES = "votes"
    LIMITS = "limits"
    TIMEOUT = "timeout"
    OUTAGE = "outage"


class Decision(Frozen):
    """The answer to an ask: the action taken, by whom, when and why.

    `by` holds the ids of the people whose votes made it, and is empty when the policy decided by itself. `digest` names
    the ask that was decided, and `request_id` serves as the key of effects that must not happen twice. `values` are
    what the action's form was filled in with; `edits`, where people changed the ask's draft, are the values they signed
    for.
    """

    request_id: str
    digest: str
    action: str
    kind: Kind
    cause: Cause
    tier: str
    at: datetime
    by: tuple[str, ...] = ()
    reason: str = ""
    values: JsonObject = {}
    edits: JsonObject | None = None

    @property
    def approved(self) -> bool:
        """Whether this is consent."""
        return self.kind is Kind.APPROVE
