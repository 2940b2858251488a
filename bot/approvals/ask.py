"""What a workflow says when it stops for people."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NonNegativeFloat, model_validator


def whole(text: str) -> str:
    """The text with half characters, which no file or message can hold, replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Text = Annotated[str, AfterValidator(whole)]


class Frozen(BaseModel):
    """A value that cannot change and knows exactly its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Kind(StrEnum):
    """What an action means for the step it answers; only `APPROVE` is consent."""

    APPROVE = "approve"
    REJECT = "reject"
    NEUTRAL = "neutral"


class ReasonRule(StrEnum):
    """Whether an action takes words with it."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Action(Frozen):
    """One way of answering an ask: a button, and the words it needs."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Annotated[Text, Field(min_length=1, max_length=30)]
    kind: Kind
    reason: ReasonRule = ReasonRule.NONE

    @model_validator(mode="after")
    def _id_says_what_it_means(self) -> "Action":
        if self.id in set(Kind) and self.id != self.kind:
            raise ValueError(f"an action with the id {self.id!r} must be of that kind")
        return self


APPROVE = Action(id="approve", label="Approve", kind=Kind.APPROVE)
REJECT = Action(id="reject", label="Reject", kind=Kind.REJECT, reason=ReasonRule.REQUIRED)


class Fact(Frozen):
    """One labelled value a reviewer should see."""

    label: Annotated[Text, Field(min_length=1, max_length=80)]
    value: Text


class CheckStatus(StrEnum):
    """How a check ended."""

    PASS = "pass"  # noqa: S105 - a check's result
    WARN = "warn"
    FAIL = "fail"


class Check(Frozen):
    """A check that ran before people were asked, with its result in words."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    status: CheckStatus
    detail: Text = ""


class Ask(Frozen):
    """A question for people, complete enough to be decided from the card alone.

    `measures` are the numbers a policy's limits are compared with, such as `amount` and `risk`; a measure that is
    missing holds no limit. `notice` is shown with emphasis, for anything a reviewer must not overlook about the source.
    """

    title: Annotated[Text, Field(min_length=1, max_length=150)]
    summary: Text = ""
    flags: tuple[Text, ...] = ()
    facts: tuple[Fact, ...] = ()
    checks: tuple[Check, ...] = ()
    measures: dict[Text, NonNegativeFloat] = {}
    notice: Text = ""
    actions: tuple[Action, ...] = (APPROVE, REJECT)

    @model_validator(mode="after")
    def _actions_are_distinct(self) -> "Ask":
        ids = [action.id for action in self.actions]
        if len(set(ids)) != len(ids):
            raise ValueError("two actions share an id")
        if self.actions and not any(action.kind is Kind.APPROVE for action in self.actions):
            raise ValueError("an ask needs an action that approves")
        return self

    def action(self, action_id: str) -> Action | None:
        """The action of that id, or None where the ask offers no such action."""
        return next((action for action in self.actions if action.id == action_id), None)
