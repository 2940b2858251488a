"""What is said of moves by hand: escalate now, extend the time, take another look."""

from bot.slack.wording import quantities
from bot.slack.wording.saying import say

REASON_LABEL = say("move.reason_label")
REASON_HINT = say("move.reason_hint")
REASON_NEEDED = say("move.reason_needed")
ESCALATE_TITLE = say("move.escalate_title")
ESCALATE_SEND = say("move.escalate_send")
EXTEND_TITLE = say("move.extend_title")
EXTEND_SEND = say("move.extend_send")
EXTEND_LABEL = say("move.extend_label")
EXTEND_HINT = say("move.extend_hint")
EXTEND_UNREAD = say("move.extend_unread")
REOPEN_TITLE = say("move.reopen_title")
REOPEN_SEND = say("move.reopen_send")
REOPEN_EFFECT = say("move.reopen_effect")


def escalate_effect(who: str, tier: str, earlier_may_act: bool) -> str:
    """What escalating now does: who is asked, and whether those asked before still may decide."""
    stay = say("move.earlier_may_act") if earlier_may_act else say("move.earlier_may_not")
    return quantities.sentences([say("move.escalate_effect", who=who, tier=tier), stay])


def escalated(title: str, who: str, tier: str) -> str:
    """To whoever had the next tier asked."""
    return say("move.escalated", title=title, who=who, tier=tier)


def extend_effect(deadline: str, most: str, added: str, is_working_time: bool) -> str:
    """Until when it is, and how much may be added; `added` is empty where nothing was yet."""
    bound = say("move.extend_most_left", most=most, added=added) if added else say("move.extend_most", most=most)
    worked = say("move.extend_working_time") if is_working_time else ""
    return quantities.sentences([say("move.extend_effect", deadline=deadline), bound, worked])


def extended(title: str, deadline: str) -> str:
    """To whoever put the deadline off."""
    return say("move.extended", title=title, deadline=deadline)


def reopened(title: str, workflow: str, run: str) -> str:
    """To whoever wanted another look."""
    return say("move.reopened", title=title, workflow=workflow, run=run)
