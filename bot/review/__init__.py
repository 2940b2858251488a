"""The only door for workflows: ask people, do things once and undo them, and tell how far the work is."""

from bot.approvals.ask import (
    APPROVE,
    REJECT,
    Action,
    Alternative,
    Ask,
    Check,
    CheckStatus,
    Draft,
    Fact,
    Kind,
    ReasonRule,
    Risk,
    Urgency,
)
from bot.approvals.decision import Cause, Decision
from bot.review.acting import AskedWithin, NotDone, NotJson, effect
from bot.review.books import NoBook
from bot.review.compensations import NotACompensation, compensation
from bot.review.doubting import EffectAbandoned
from bot.review.in_memory import remembering
from bot.review.rolling_back import roll_back
from bot.review.stops import AskChanged, ask, progress

__all__ = [
    "APPROVE",
    "REJECT",
    "Action",
    "Alternative",
    "Ask",
    "AskChanged",
    "AskedWithin",
    "Cause",
    "Check",
    "CheckStatus",
    "Decision",
    "Draft",
    "EffectAbandoned",
    "Fact",
    "Kind",
    "NoBook",
    "NotACompensation",
    "NotDone",
    "NotJson",
    "ReasonRule",
    "Risk",
    "Urgency",
    "ask",
    "compensation",
    "effect",
    "progress",
    "remembering",
    "roll_back",
]
