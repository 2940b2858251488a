"""What starts a task: the menu, the choices of the shortcuts, and forms made from JSON Schema."""

from collections.abc import Iterator
from typing import Any

from bot.approvals.workflow import Workflow
from bot.slack.drawing import menus, modals, start_modals
from bot.slack.drawing.start_modals import ShortcutMemo
from gallery.specimens.cast import APPROVALS
from gallery.specimens.specimen import Json, Kind, Specimen, message, view

HEADING = "Starting a task"
REFUND: Json = {
    "type": "object",
    "properties": {
        "transaction_id": {"type": "string", "title": "Transaction", "description": "Such as TX-1042"},
        "type": {"enum": ["refund", "chargeback", "goodwill", "payout"], "default": "refund", "title": "Type"},
        "amount": {"type": "number", "title": "Amount", "description": "Such as 49.90", "exclusiveMinimum": 0},
        "customer": {"type": "string", "title": "Customer", "maxLength": 80},
        "reason": {"type": "string", "title": "Reason", "description": "Reviewers see this", "maxLength": 2000},
    },
    "required": ["transaction_id", "amount", "customer", "reason"],
}
ADDRESS: Json = {
    "type": "object",
    "title": "Deliver to",
    "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
    "required": ["city"],
}
EVERY_SORT: Json = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "A short text", "minLength": 2, "maxLength": 40},
        "story": {"type": "string", "title": "A long text", "maxLength": 2000},
        "code": {"type": "string", "title": "A text of a pattern", "pattern": "^[A-Z]{3}-[0-9]+$"},
        "count": {"type": "integer", "title": "A whole number", "minimum": 1, "maximum": 10, "default": 3},
        "share": {"type": "number", "title": "A number", "minimum": 0, "maximum": 1},
        "sure": {"type": "boolean", "title": "Yes or no", "default": True},
        "size": {"enum": ["small", "medium", "large"], "title": "One of a few"},
        "month": {"enum": [f"month {number}" for number in range(1, 13)], "title": "One of many"},
        "colours": {
            "type": "array",
            "items": {"enum": ["red", "green", "blue"]},
            "uniqueItems": True,
            "title": "Several",
        },
        "day": {"type": "string", "format": "date", "title": "A day"},
        "hour": {"type": "string", "format": "time", "title": "A time of day"},
        "moment": {"type": "string", "format": "date-time", "title": "A moment"},
        "mail": {"type": "string", "format": "email", "title": "An e-mail address"},
        "page": {"type": "string", "format": "uri", "title": "A web address"},
        "owner": {"type": "string", "format": "slack-user", "title": "A person"},
        "place": {"type": "string", "format": "slack-channel", "title": "A channel"},
        "address": ADDRESS,
        "anything": {"type": "object", "title": "Anything else, as JSON"},
    },
    "required": ["name", "size", "owner"],
}
PROBLEMS = {"amount": "must be greater than 0", "type": "is none of refund, chargeback, goodwill, payout"}


def specimens() -> Iterator[Specimen]:
    """From `/task` and the shortcuts to a form."""
    some, memo = [_workflow("refund"), _workflow("deploy"), _workflow("signoff")], ShortcutMemo(APPROVALS, "")
    many = [_workflow(f"workflow-{number}") for number in range(1, 131)]
    for name, workflows in {"The menu": some, "The menu of many workflows": many, "An empty menu": []}.items():
        yield message(HEADING, name, menus.task_menu(workflows), Kind.PRIVATE)
    said = "The contract with Globex says 30 days now instead of 14. All right to send it?"
    yield view(HEADING, "Which task", start_modals.task_choice(some, memo))
    yield view(HEADING, "Which task, of many", start_modals.task_choice(many, memo))
    yield view(HEADING, "Which form for this message", start_modals.approval_choice(some, said, memo))
    yield view(HEADING, "The form of a refund", modals.task_view(_workflow("refund", REFUND), APPROVALS))
    typed = {"transaction_id": "TX-1042", "amount": "-5", "type": "gift", "customer": "ACME"}
    yield view(HEADING, "The form after mistakes", modals.task_view(_workflow("refund", REFUND), "", typed, PROBLEMS))
    yield view(HEADING, "A form with every sort of field", modals.task_view(_workflow("survey", EVERY_SORT)))
    yield view(HEADING, "A workflow without details", modals.task_view(_workflow("ping", {"type": "object"})))


def _workflow(name: str, schema: dict[str, Any] | None = None) -> Workflow:
    described = f"Does what {name} does, after somebody has signed for it."
    return Workflow(name=name, description=described, input_schema=schema or REFUND, graph_version="1")
