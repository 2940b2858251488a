"""What cards say."""

from bot.approvals.ask import CheckStatus, Kind

UNTITLED = "A workflow asks for approval"
WHY = "Why"
UNUSUAL = "What is unusual"
CHECKS = "Checks"
MEASURES = "Measured"
PLEASE_NOTE = "⚠ Please note: "
TROUBLE = "⚠ Something went wrong: "
REASON = "Reason"
SEE_EVERYTHING = "See everything"
NOBODY_CAN_ANSWER = "*This cannot be answered from here:* the question offers no action."
NO_DEADLINE = "There is no deadline: it waits until somebody answers."
NOBODY_ASKED = "nobody had to be asked"
PROGRAM = "the program"

CHECK_STATUS = {CheckStatus.PASS: "✅ Pass", CheckStatus.WARN: "⚠ Warning", CheckStatus.FAIL: "❌ Fail"}
PLAIN_STATUS = {CheckStatus.PASS: "pass", CheckStatus.WARN: "warning", CheckStatus.FAIL: "fail"}
VERDICT = {Kind.APPROVE: "✅ *Approved*", Kind.REJECT: "❌ *Rejected*", Kind.NEUTRAL: "⏸ *Answered*"}
PLAIN_VERDICT = {Kind.APPROVE: "Approved", Kind.REJECT: "Rejected", Kind.NEUTRAL: "Answered"}
OPEN = "Waiting for a decision"
WITHDRAWN = "Withdrawn"


def cut_open(see: str = SEE_EVERYTHING) -> str:
    """On an open card that could not show the whole ask."""
    return f"⚠ *Not everything fits on this card.* Press *{see}* to read it all; approving is offered at its end."


def cut_closed(see: str = SEE_EVERYTHING) -> str:
    """On a closed card that could not show the whole ask."""
    return f"⚠ *Not everything fits on this card.* Press *{see}* to read it all."


def copied(channel: str) -> str:
    """On a copy in a direct message."""
    return f"You are asked to decide this. The same card is in {channel}; an answer on either one counts."


def asked_now(who: str, tier: str) -> str:
    """Who may decide at present."""
    return f"*Asked now:* {who} ({tier})"


def until(deadline: str) -> str:
    """Up to when they may."""
    return f"*Until:* {deadline}"


def asked_next(who: str, tier: str) -> str:
    """Who is asked when time runs out."""
    return f"*If nobody answers by then:* {who} ({tier}) will be asked"


def nobody_next() -> str:
    """What happens when the last tier's time runs out."""
    return "*If nobody answers by then:* it counts as rejected"


def people(count: int) -> str:
    """People who are not named, as naming them would ping them."""
    return "1 person" if count == 1 else f"{count:,} people"


def votes_so_far(count: int, quorum: int) -> str:
    """How far the votes are from a decision."""
    return f"*Votes so far:* {count} of the {quorum} approvals needed"


def vote(person: str, action: str, at: str) -> str:
    """One vote that was cast."""
    return f"{person} chose *{action}*, {at}"


def decided(verdict: str, action: str, who: str, at: str) -> str:
    """What people decided."""
    return f"{verdict} by {who} ({action}), {at}"


def decided_within_limits(verdict: str, tier: str, limits: str, at: str) -> str:
    """What the policy decided because all measures lay within a tier's limits."""
    return f"{verdict} by the policy, {at}: within the limits of {tier} ({limits}), so {NOBODY_ASKED}"


def limit(measure: str, most: str) -> str:
    """One limit of a tier."""
    return f"{measure} up to {most}"


def decided_by_timeout(verdict: str, tier: str, at: str) -> str:
    """What the policy decided because nobody did."""
    return f"{verdict} by the policy, {at}: nobody answered in time; {tier} was asked last"


def took_with(tier: str, took: str) -> str:
    """How long it took, and who was asked at the time."""
    return f"Decided {took} after it was asked, while it was with {tier}"


def took(length: str) -> str:
    """How long it took."""
    return f"Decided {length} after it was asked"


def agreed(votes: int, quorum: int) -> str:
    """How many approvals made the decision."""
    return f"{votes} of the {quorum} approvals needed"


def withdrawn(because: str) -> str:
    """Why nothing was decided."""
    return f"🚫 *Withdrawn*, nothing was decided: {because}"


def has_answer(at: str) -> str:
    """When the workflow took the answer in."""
    return f"The workflow has had the answer since {at}."


def origin(requester: str, workflow: str, at: str) -> str:
    """Who started what, and when this was asked."""
    return f"Requested by {requester} · {workflow} · asked {at}"


def reference(request_id: str) -> str:
    """The request's name on the ledger."""
    return f"Request {request_id}"


def more_in_card(count: str) -> str:
    """At the end of a screen-reader text that was cut."""
    return f"… [cut: {count} more; open the card]"
