"""What the bot tells beside cards: to requesters, to reviewers who have not voted, in threads, and to operators."""

from bot.approvals.machine import RunState
from bot.slack.wording import quantities
from bot.slack.wording.saying import say, say_because, say_many

POLICY = say("notice.policy")
NO_OUTCOME = say("notice.no_outcome")
DECISIONS = say("notice.decisions")
ANSWER_HERE = say("notice.answer_here")
NO_DEADLINE = say("notice.no_deadline")
DEAD_REMEDY = say("notice.dead_remedy")
ALARM = say("notice.alarm")
POLICIES = say("notice.policies")
CARD_DIRECT = say("notice.card_direct")
CARD_COMES_DIRECT = say("notice.card_comes_direct")
DIGEST_END = say("notice.digest_end")


def run(workflow: str, state: RunState) -> str:
    """The headline of a run's outcome."""
    return say(f"notice.run.{state}", workflow=workflow)


ENDED = {state: run("", state) for state in RunState}


def last_told(run: str) -> str:
    """How a run ended, above what it told last of its progress."""
    return say("notice.last_told", run=run)


def decision(title: str, verdict: str, who: str, reason: str) -> str:
    """One decision of a run."""
    return say_because("notice.decision", reason, title=title, verdict=verdict, who=who)


def run_reference(run_id: str) -> str:
    """The run's name on the ledger."""
    return say("notice.run_reference", id=run_id)


def started(workflow: str, run_id: str) -> str:
    """To the requester, when a run is on the ledger."""
    return say("notice.started", workflow=workflow, id=run_id)


def waits(workflow: str, title: str) -> str:
    """To the requester, when their run has stopped for people."""
    return say("notice.waits", workflow=workflow, title=title)


def decided(workflow: str) -> str:
    """To the requester, when people have decided and the run goes on."""
    return say("notice.decided", workflow=workflow)


def reminder(title: str) -> str:
    """To a reviewer who has not voted."""
    return say("notice.reminder", title=title)


def time_left(deadline: str, left: str, at: str) -> str:
    """Until when a reviewer may answer, and how long that was when they were told."""
    return say("notice.time_left", deadline=deadline, left=left, at=at)


def answered(title: str, action: str, at: str) -> str:
    """In place of a reminder, once its reader has voted."""
    return say("notice.answered", title=title, action=action, at=at)


def closed(title: str) -> str:
    """In place of a reminder, once nobody's answer is needed any more."""
    return say("notice.closed", title=title)


def card_at(link: str, channel: str) -> str:
    """Where the card is; `link` is its address, or empty where Slack did not give one."""
    return say("notice.card_linked", link=link, channel=channel) if link else say("notice.card_in", channel=channel)


def parked(workflow: str, title: str) -> str:
    """To the requester: nobody is asked before people work again."""
    return say("notice.parked", workflow=workflow, title=title)


def card_comes(channel: str) -> str:
    """Where the card will be, once there is one."""
    return say("notice.card_comes", channel=channel)


def digest(requests: str) -> str:
    """To somebody who was called often enough: how many requests wait for them."""
    return say("notice.digest", requests=requests)


def digest_more(requests: str) -> str:
    """Below the first of them."""
    return say("notice.digest_more", requests=requests)


def unseated(person: str, since: str, until: str) -> str:
    """To somebody who is, or will be, away: whom they named is away too, in a time that is in both absences."""
    return say("notice.unseated", person=person, since=since, until=until)


def overran(title: str, count: int) -> str:
    """To operators: a request waits on past its last deadline, and how often its time has run out."""
    return say_many("notice.overran", count, title=title)


def vacant(tier: str, title: str) -> str:
    """To operators: a tier has nobody who could decide."""
    return say("notice.vacant", tier=tier, title=title)


def too_few(tier: str, title: str) -> str:
    """To operators: a tier has fewer people than it takes."""
    return say("notice.too_few", tier=tier, title=title)


def amiss(tier: str, title: str) -> str:
    """To operators: a tier can decide, but not all that the policy names for it are there."""
    return say("notice.amiss", tier=tier, title=title)


def vacant_remedy(policy: str) -> str:
    """What operators do about a tier that cannot decide."""
    return say("notice.vacant_remedy", policy=policy)


def question(asker: str, requester: str, title: str) -> str:
    """Somebody wants to know more before they decide."""
    return say("notice.question", asker=asker, requester=requester, title=title)


def progress(workflow: str) -> str:
    """What a run tells of itself, under way."""
    return say("notice.progress", workflow=workflow)


def trouble(state: RunState, outcome: str, given_up: str) -> str:
    """On the card, where a decision did not lead where it should; nothing while all is well.

    `given_up` is the error past which the run is tried no more.
    """
    if given_up:
        return quantities.sentences([say("notice.given_up"), given_up])
    return quantities.sentences([say("notice.failed"), outcome]).strip() if state is RunState.FAILED else ""


def dead(kind: str, key: str) -> str:
    """To operators: owed work that failed too often, or for good."""
    return say("notice.dead", kind=kind, key=key)
