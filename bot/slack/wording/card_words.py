"""What cards say, of one request and of a batch."""

from typing import Literal

from bot.approvals.ask import CheckStatus, Kind, ReasonRule, Risk, Urgency
from bot.slack.wording import quantities
from bot.slack.wording.saying import say, say_around, say_because, say_many

Fate = Kind | Literal["expired", "withdrawn", "undoing", "undone", "kept"]

UNTITLED = say("card.untitled")
WHY = say("card.why")
UNUSUAL = say("card.unusual")
DETAIL = say("card.detail")
DETAILS = say("card.details")
VALUE = say("card.value")
WHAT_RUNS = say("card.what_runs")
WOULD_HAVE_RUN = say("card.would_have_run")
MAY_CHANGE = say("card.may_change")
ALTERNATIVES = say("card.alternatives")
ANSWERS = say("card.answers")
WAITING_COSTS = say("card.waiting_costs")
CHECKS = say("card.checks")
RISK = say("card.risk")
URGENCY = say("card.urgency")
MEASURES = say("card.measures")
STEP = say("card.step")
PLEASE_NOTE = say("card.please_note")
TROUBLE = say("card.trouble")
REASON = say("card.reason")
ANSWERED_WITH = say("card.answered_with")
BECOMES = say("card.becomes")
ABSENT = say("card.absent")
NOBODY_CAN_ANSWER = say("card.nobody_can_answer")
NOBODY_ASKED = say("card.nobody_asked")
EVERYBODY_NEEDED = say("card.everybody")
PROGRAM = say("card.program")
VOTES_ANEW = say("card.votes_anew")
OPEN = say("card.open")

SEE_EVERYTHING = say("card.see_everything")
EDIT_AND_APPROVE = say("card.edit_and_approve")
HISTORY = say("card.history")
DELEGATE = say("card.delegate")
ESCALATE_NOW = say("card.escalate_now")
EXTEND = say("card.extend")
REOPEN = say("card.reopen")
ASK_A_QUESTION = say("card.ask_a_question")
SURE = say("card.sure")
NOT_YET = say("card.not_yet")

CHECK_STATUS = {status: say(f"card.check_status.{status}") for status in CheckStatus}
PLAIN_STATUS = {status: say(f"card.plain_status.{status}") for status in CheckStatus}
RISKS = {risk: say(f"card.risks.{risk}") for risk in Risk}
PLAIN_RISKS = {risk: say(f"card.plain_risks.{risk}") for risk in Risk}
URGENCIES = {urgency: say(f"card.urgencies.{urgency}") for urgency in Urgency}
PLAIN_URGENCIES = {urgency: say(f"card.plain_urgencies.{urgency}") for urgency in Urgency}
REASON_RULES = {rule: say(f"card.reason_rules.{rule}") for rule in ReasonRule}
MEANINGS = {kind: say(f"card.meanings.{kind}") for kind in Kind}


def word(fate: Fate) -> str:
    """What became of a request, in one word."""
    return say(f"verdict.{fate}")


def look(fate: Fate) -> str:
    """How a card bears what became of it: the word first, then its sign."""
    return say(f"look.{fate}")


PLAIN_VERDICT = {kind: word(kind) for kind in Kind}
VERDICT = {kind: look(kind) for kind in Kind}


def labelled(label: str) -> str:
    """A label before what it labels, on the same line."""
    if label.endswith((":", "?", "!")):
        return say("card.labelled_already", label=label)
    return say("card.labelled", label=label)


def measure(name: str, value: str) -> str:
    """A measure and its value."""
    return say("card.measure", name=name, value=value)


def risk_measured(risk: str, number: str) -> str:
    """The risk, and the number that limits are compared with."""
    return say("card.risk_measured", risk=risk, number=number)


def alternative(label: str) -> str:
    """An alternative, where it stands by itself."""
    return say("card.alternative_by_itself", label=label)


def check(status: str, name: str) -> str:
    """A check and how it ended, on a card."""
    return say("card.check", status=status, name=name)


def checked(name: str, status: str) -> str:
    """A check and how it ended, read out."""
    return say("card.check_read_out", name=name, status=status)


def cut_open(answers_left: int) -> str:
    """On an open card that cannot show all of the ask; `answers_left` counts those without a button, if any."""
    told = say("card.cut_open", button=SEE_EVERYTHING)
    return quantities.sentences([told, say_many("card.cut_answers", answers_left)]) if answers_left else told


def cut_closed() -> str:
    """On a closed card that cannot show all of the ask."""
    return say("card.cut_closed", button=SEE_EVERYTHING)


def copied(channel: str) -> str:
    """On a copy in a direct message."""
    return say("card.copied", channel=channel)


def modal_follows(label: str) -> str:
    """A button that opens a form instead of answering at once."""
    return say("card.modal_follows", label=label)


def approving(title: str, risk: str) -> str:
    """In the dialog that asks once more before an approval counts."""
    return say("card.approving", title=title, risk=risk)


def yes(label: str) -> str:
    """The button of that dialog that does it."""
    return say("card.yes", label=label)


def edited(who: str, at: str) -> str:
    """Above what people changed before deciding."""
    return say("card.edited", who=who, at=at)


def put_back(who: str, at: str) -> str:
    """Where what people changed was changed back."""
    return say("card.put_back", who=who, at=at)


def becomes(old: str, new: str) -> str:
    """One value that was changed."""
    return say("card.change", old=old, new=new)


def change_by(change: str) -> tuple[str, str]:
    """One value that was changed, before and after the mention of whoever changed it."""
    return say_around("card.change_by", "person", change=change)


def edited_title(title: str, changes: str) -> str:
    """A title, and what people changed since the workflow wrote it, if anything."""
    return say("card.edited_title", title=title, changes=changes) if changes else title


def edit(number: int) -> str:
    """Above the changes of one edit, where all of them are listed."""
    return say("card.edit_by_itself", number=quantities.number(number))


def taken_from(number: str, value: str) -> str:
    """A measure, and which value it is taken from."""
    return say("card.measure_source", number=number, value=value)


def form_of(label: str) -> str:
    """The values that go with an answer."""
    return say("card.form_of", label=label)


def asked_now(who: str, tier: str) -> str:
    """Who may decide at present."""
    return say("card.asked_now", who=who, tier=tier)


def of_them(count: int, who: str) -> str:
    """How many of a group, at most, can decide."""
    return say("card.of_them", count=quantities.number(count), who=who)


def in_turn(person: str, who: str) -> str:
    """Whose turn it is."""
    return say("card.in_turn", person=person, who=who)


def members(channel: str) -> str:
    """Everybody in a channel."""
    return say("card.members", channel=channel)


def people(count: int) -> str:
    """People who are not named, as naming them would ping them."""
    return say_many("plural.person", count)


def votes_so_far(progress: str) -> str:
    """How far the votes are from a decision."""
    return say("card.votes_so_far", progress=progress)


def approvals(count: int, quorum: int) -> str:
    """How many of the approvals that are needed there are."""
    return say("card.approvals", count=quantities.number(count), quorum=quantities.number(quorum))


def not_enough(count: int) -> str:
    """That as many approvals as are needed do not decide it yet, as they are not of the people whom it takes."""
    return say_many("card.not_enough", count)


def enough(approvals: str, tier: str) -> str:
    """That so many approvals of one tier are enough as well."""
    return say("card.enough", approvals=approvals, tier=tier)


def rejections(count: int, quorum: int) -> str:
    """How many of the rejections that are needed there are."""
    return say("card.rejections", count=quantities.number(count), quorum=quantities.number(quorum))


def distinct_groups(count: int) -> str:
    """From how many groups the approvals have to come."""
    return say("card.distinct_groups", count=quantities.number(count))


def at_least(approvals: str, group: str) -> str:
    """How many of the approvals have to come from one group."""
    return say("card.at_least", approvals=approvals, group=group)


def vote(person: str, action: str, at: str, reason: str) -> str:
    """One vote that was cast, and the reason given, if any."""
    return say_because("card.vote", reason, person=person, action=action, at=at)


def in_stead_of(person: str, reviewer: str) -> str:
    """Somebody who decides for somebody else."""
    return say("card.in_stead_of", person=person, reviewer=reviewer)


def delegated(giver: str, to: str, at: str, reason: str) -> str:
    """A reviewer let somebody else decide, and why, as far as they said."""
    return say_because("card.delegated", reason, giver=giver, to=to, at=at)


def answered_so(verdict: str, action: str) -> str:
    """What became of it, and the answer, where that says more."""
    return say("card.answered_so", verdict=verdict, action=action)


def decided(verdict: str, action: str, who: str, at: str) -> str:
    """What people decided; `action` is empty where its label only says the same again."""
    if action:
        return say("card.decided_otherwise", verdict=verdict, action=action, who=who, at=at)
    return say("card.decided", verdict=verdict, who=who, at=at)


def decided_within_limits(verdict: str, tier: str, limits: str, at: str) -> str:
    """What the policy decided because all measures lay within a tier's limits."""
    return say("card.decided_within_limits", verdict=verdict, tier=tier, limits=limits, at=at)


def limit(measure: str, most: str) -> str:
    """One limit of a tier."""
    return say("card.limit", measure=measure, most=most)


def expired(word: str, tier: str, at: str) -> str:
    """That the policy rejected it because nobody answered."""
    return say("card.expired", word=word, tier=tier, at=at)


def approved_in_time(verdict: str, tier: str, at: str) -> str:
    """That the policy approved it because nobody answered."""
    return say("card.approved_in_time", verdict=verdict, tier=tier, at=at)


def expired_without_slack(word: str, at: str) -> str:
    """That the policy rejected it because nobody could be shown it."""
    return say("card.expired_without_slack", word=word, at=at)


def approved_without_slack(verdict: str, at: str) -> str:
    """That the policy approved it because nobody could be shown it."""
    return say("card.approved_without_slack", verdict=verdict, at=at)


def took_with(tier: str, took: str) -> str:
    """How long it took, and who was asked at the time."""
    return say("card.took_with", tier=tier, took=took)


def took(length: str) -> str:
    """How long it took until the policy decided."""
    return say("card.took", length=length)


def agreed(votes: int, quorum: int) -> str:
    """How many approvals made the decision."""
    return say("card.agreed", votes=votes, quorum=quorum)


def withdrawn(word: str, who: str, at: str) -> str:
    """That nothing was decided; `at` is empty where it is not known."""
    return say("card.withdrawn_at", word=word, who=who, at=at) if at else say("card.withdrawn", word=word, who=who)


def has_answer(at: str) -> str:
    """When the workflow took the answer in."""
    return say("card.has_answer", at=at)


def origin(requester: str, workflow: str, at: str) -> str:
    """Who started what, and when this was asked."""
    return say("card.origin", requester=requester, workflow=workflow, at=at)


def reference(request_id: str) -> str:
    """The request's name on the ledger."""
    return say("card.reference", id=request_id)


def reopens(request_id: str) -> str:
    """Above a request that gives another one a second look."""
    return say("card.reopens", id=request_id)


def reopened(who: str, at: str, reason: str, run: str) -> str:
    """On a closed request that is given another look."""
    return say("card.reopened", who=who, at=at, reason=reason, run=run)


def more_in_card(lines: str) -> str:
    """At the end of a screen-reader text that was cut."""
    return say("card.more_in_card", lines=lines)
