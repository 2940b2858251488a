"""Refusals: a command the rules forbid, with the reason; a normal answer, not an error."""

from enum import StrEnum

from bot.approvals.request import Request


class Reason(StrEnum):
    """Why a command is refused; the surface has words for each."""

    UNKNOWN_REQUEST = "unknown_request"
    ALREADY_CLOSED = "already_closed"
    ALREADY_COUNTED = "already_counted"
    OWN_REQUEST = "own_request"
    NOT_ELIGIBLE = "not_eligible"
    NOT_A_MEMBER = "not_a_member"
    STALE_CARD = "stale_card"
    UNKNOWN_ACTION = "unknown_action"
    REASON_MISSING = "reason_missing"
    VALUES_MISSING = "values_missing"
    NOT_READ_YET = "not_read_yet"
    NOT_EDITABLE = "not_editable"
    NO_NEXT_TIER = "no_next_tier"
    ALREADY_ESCALATED = "already_escalated"
    NOT_A_STAND_IN = "not_a_stand_in"
    REQUESTERS_DELEGATE = "requesters_delegate"
    EXTENDED_ENOUGH = "extended_enough"
    NOT_REOPENABLE = "not_reopenable"
    ALREADY_REOPENED = "already_reopened"
    AWAY_THEMSELVES = "away_themselves"
    NOT_YOURS = "not_yours"
    BATCH_CHANGED = "batch_changed"
    LOOKUP_FAILED = "lookup_failed"
    GRAPH_CHANGED = "graph_changed"
    TOO_LATE_TO_UNDO = "too_late_to_undo"
    IS_AN_OFFER = "is_an_offer"


class Refused(Exception):
    """The rules forbid this command; `reason` says why and `request` is as it stands, where there is one."""

    def __init__(self, reason: Reason, request: Request | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.request = request
