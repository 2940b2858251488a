"""A payload of each formal dialect as its own package sends it, by the dialect's name and what is particular to it."""

from collections.abc import Mapping
from typing import Any, Final

from bot.approvals.dialects import native
from bot.approvals.dialects.payloads import Payload
from tests.approvals.examples import an_ask

REFUND: Final = {"name": "refund", "args": {"order_id": "A1", "amount": 10}, "description": "Refund needs sign-off"}
QUESTION: Final = {"name": "ask_human", "args": {"question": "Why?"}}
EVERYTHING: Final = ("approve", "edit", "reject", "respond")


def batched(*requests: Mapping[str, Any], **allowed: Any) -> dict[str, Any]:
    """What the middleware asks of these calls; every decision is allowed for a tool that is not named."""
    configs = [
        {"action_name": each["name"], "allowed_decisions": list(allowed.get(each["name"], EVERYTHING))}
        for each in requests
    ]
    return {"action_requests": [dict(each) for each in requests], "review_configs": configs}


def in_camel_case(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The same question as the JavaScript middleware writes it."""
    configs = [
        {"actionName": each["action_name"], "allowedDecisions": each["allowed_decisions"]}
        for each in asked["review_configs"]
    ]
    return {"actionRequests": asked["action_requests"], "reviewConfigs": configs}


def call(**more: Any) -> dict[str, Any]:
    """What the middleware asks of one call."""
    return {"type": "tool_approval", "tool_call_id": "c1", "description": "", **REFUND, **more}


def _object(title: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "title": title, "properties": properties, "required": [*properties]}


DECISIONS: Final[dict[str, Any]] = {
    "$defs": {
        "Approve": _object("ApproveDecision", type={"const": "approve"}),
        "Edit": _object("EditDecision", type={"const": "edit"}, edited_action={"$ref": "#/$defs/EditedAction"}),
        "EditedAction": _object("EditedAction", name={"const": "refund"}, args={"$ref": "#/$defs/refund"}),
        "Reject": _object("RejectDecision", type={"const": "reject"}) | {"required": ["type"]},
        "refund": _object("refund", order_id={"type": "string"}, amount={"$ref": "#/$defs/Money"}),
        "Money": {"type": "number", "minimum": 0},
    },
    "discriminator": {"propertyName": "type"},
    "oneOf": [{"$ref": "#/$defs/Approve"}, {"$ref": "#/$defs/Edit"}, {"$ref": "#/$defs/Reject"}],
}


def interrupt(**config: bool) -> dict[str, Any]:
    """agent-inbox's `HumanInterrupt` that allows what is said to be true."""
    request = {"action": "refund", "args": {"order_id": "A1", "amount": 10, "fast": True}}
    return {"action_request": request, "config": config, "description": "Refund needs sign-off"}


ALL_ALLOWED: Final = {"allow_ignore": True, "allow_respond": True, "allow_edit": True, "allow_accept": True}
EARLY: Final = {
    "actionRequest": {"action": "refund", "args": {"amount": 10}},
    "config": {"allowAccept": True, "allowEdit": True, "allowRespond": True},
}
ELSEWHERE: Final = {"aap_request_id": "8a4e", "tool": "refund", "tool_call_id": "c1"}

SPECIMENS: Final[Mapping[str, Payload]] = {
    "native": Payload(native.payload(an_ask())),
    "hitl_call": Payload(call(), DECISIONS),
    "response_schema: a boolean": Payload("Deploy?", {"type": "boolean"}),
    "response_schema: words": Payload({"question": "Deploy?"}, {"enum": ["deploy", "hold", "reject"]}),
    "response_schema: shapes": Payload({"question": "Refund?", "amount": 10}, DECISIONS),
    "response_schema: an object": Payload(
        ["Refund?"], _object("Verdict", approved={"type": "boolean"}, note={"type": "string"})
    ),
    "response_schema: a text": Payload(None, {"type": "string", "title": "Name"}),
    "hitl_batched": Payload(batched(REFUND, QUESTION, REFUND, ask_human=("respond",))),
    "hitl_batched: in JavaScript": Payload(in_camel_case(batched(REFUND, QUESTION))),
    "agent_inbox": Payload(interrupt(**ALL_ALLOWED)),
    "agent_inbox: in a list": Payload([interrupt(**ALL_ALLOWED)]),
    "agent_inbox: of early JavaScript": Payload(EARLY),
    "agent_approval_protocol": Payload(ELSEWHERE),
    "unknown": Payload({"deeply": {"strange": True}}),
}
