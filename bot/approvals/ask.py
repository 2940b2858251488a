"""What a workflow says when it stops for people."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, NonNegativeFloat, model_validator

from bot.approvals.values import Frozen, JsonObject, Text, measure_of


class Kind(StrEnum):
    """What an action means for the step it answers; only `APPROVE` is consent, and only `ESCALATE` decides nothing."""

    APPROVE = "approve"
    REJECT = "reject"
    NEUTRAL = "neutral"
    ESCALATE = "escalate"


class ReasonRule(StrEnum):
    """Whether an action takes words with it."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Risk(StrEnum):
    """How much is at stake, as the workflow judges it; a card asks twice before it takes an approval of `HIGH`."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Urgency(StrEnum):
    """How soon it is needed, as the workflow judges it: `HIGH` is put to people at any hour."""

    NORMAL = "normal"
    HIGH = "high"


class Action(Frozen):
    """One way of answering an ask: a button, the words it needs, and the JSON Schema of values that go with it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Annotated[Text, Field(min_length=1, max_length=30)]
    kind: Kind
    reason: ReasonRule = ReasonRule.NONE
    form: JsonObject = {}

    @model_validator(mode="after")
    def _id_says_what_it_means(self) -> "Action":
        if self.id in set(Kind) and self.id != self.kind:
            raise ValueError(f"an action with the id {self.id!r} must be of that kind")
        if self.form and self.kind is Kind.ESCALATE:
            raise ValueError("an action that escalates answers nothing, so it takes no form")
        return self


APPROVE = Action(id="approve", label="Approve", kind=Kind.APPROVE)
REJECT = Action(id="reject", label="Reject", kind=Kind.REJECT, reason=ReasonRule.REQUIRED)


class Fact(Frozen):
    """One labelled value a reviewer should see."""

    label: Annotated[Text, Field(min_length=1, max_length=80)]
    value: Text


class Alternative(Frozen):
    """Another way that was considered, and why it is not the one proposed."""

    label: Annotated[Text, Field(min_length=1, max_length=150)]
    detail: Text = ""


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


class Draft(Frozen):
    """What will run, as values that people may change before they approve it; `form` is the JSON Schema they must fit.

    `measures` names the value that a measure of the ask is taken from, so that limits hold for what was edited as well.
    """

    values: JsonObject
    form: JsonObject
    measures: dict[Text, Text] = {}


class Ask(Frozen):
    """A question for people, complete enough to be decided from the card alone.

    `measures` are the numbers a policy's limits are compared with, such as `amount` and `risk`; a measure that is
    missing holds no limit. `notice` is shown with emphasis, for anything a reviewer must not overlook about the source.
    `waiting_costs` says what it costs to wait. `step` names the kind of step this is, such as `refund`: requests for
    the same step are alike enough to be decided together where their policy says so.
    """

    title: Annotated[Text, Field(min_length=1, max_length=150)]
    summary: Text = ""
    flags: tuple[Text, ...] = ()
    facts: tuple[Fact, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    waiting_costs: Text = ""
    checks: tuple[Check, ...] = ()
    risk: Risk | None = None
    urgency: Urgency = Urgency.NORMAL
    measures: dict[Text, NonNegativeFloat] = {}
    notice: Text = ""
    step: Annotated[Text, Field(max_length=120)] = ""
    draft: Draft | None = None
    actions: tuple[Action, ...] = (APPROVE, REJECT)

    @model_validator(mode="after")
    def _actions_are_distinct(self) -> "Ask":
        ids = [action.id for action in self.actions]
        if len(set(ids)) != len(ids):
            raise ValueError("two actions share an id")
        if self.actions and all(action.kind is Kind.ESCALATE for action in self.actions):
            raise ValueError("an ask needs an action that answers it")
        return self

    def action(self, action_id: str) -> Action | None:
        """The action of that id, or None where the ask offers no such action."""
        return next((action for action in self.actions if action.id == action_id), None)

    def first(self, kind: Kind) -> Action | None:
        """The first action of that kind, or None."""
        return next((action for action in self.actions if action.kind is kind), None)

    def edited(self, values: dict[str, Any]) -> "Ask":
        """The ask with these values as its draft, its measures taken from them; raises ValueError without a draft.

        A measure whose value is no number of at least 0 any more is gone, and then holds no limit.
        """
        if self.draft is None:
            raise ValueError("this ask has nothing to edit")
        draft = Draft(values=values, form=self.draft.form, measures=self.draft.measures)
        kept = {name: value for name, value in self.measures.items() if name not in draft.measures}
        taken = {measure: measure_of(draft.values.get(name)) for measure, name in draft.measures.items()}
        measures = kept | {measure: value for measure, value in taken.items() if value is not None}
        return self.model_copy(update={"draft": draft, "measures": measures})
