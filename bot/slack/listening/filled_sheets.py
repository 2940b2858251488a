"""What a submitted answer holds: a reason, the values of the action's form, the edited draft, or what to correct."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.approvals.ask import Action, ReasonRule
from bot.approvals.request import Request
from bot.slack import answers
from bot.slack.answers import DRAFT, REASON_BLOCK, VALUES
from bot.slack.forms import filling
from bot.slack.forms.filling import Filled
from bot.slack.wording import modal_words as words

NOTHING = Filled({}, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An answer as it was filled in; `errors` say what to correct, by block id of the modal."""

    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    edit: dict[str, Any] | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_sheet(view: Mapping[str, Any], request: Request, action: Action) -> Sheet:
    """What was filled in, with every value of the type that its form gives it."""
    state, draft = view["state"]["values"], request.ask.draft
    kind = view["callback_id"]
    edited = kind == "edit" and draft is not None
    values = filling.from_state(action.form, answers.part(VALUES, state)) if _has_form(kind, action) else NOTHING
    edit = filling.from_state(draft.form, answers.part(DRAFT, state), draft.values) if edited and draft else NOTHING
    reason = answers.read_words(view, REASON_BLOCK)
    return Sheet(
        reason=reason,
        values=values.values,
        edit=edit.values if edited else None,
        errors={
            **answers.under(VALUES, values.errors),
            **answers.under(DRAFT, edit.errors),
            **_missing(action, reason),
        },
    )


def _has_form(kind: str, action: Action) -> bool:
    return bool(action.form) and kind in {"answer", "edit"}


def _missing(action: Action, reason: str) -> dict[str, str]:
    """Slack lets a blank reason pass as long as it has a character."""
    needed = action.reason is ReasonRule.REQUIRED and not reason
    return {REASON_BLOCK: words.REASON_NEEDED} if needed else {}
