"""What the history of a request says: who did what, and when."""

from bot.slack.wording import quantities
from bot.slack.wording.quantities import stopped
from bot.slack.wording.saying import say, say_because, say_many

VOTES_VOIDED = say("history.votes_voided")


def headline(title: str) -> str:
    """Above the history; several may stand in the thread of a card that requests share."""
    return say("history.headline", title=title)


def line(at: str, happened: str) -> str:
    """One entry of the history."""
    return say("history.line", at=at, happened=happened)


def earlier(count: int) -> str:
    """In place of entries for which there is no room."""
    return say_many("history.earlier", count)


def opened(requester: str, workflow: str, tier: str, parked: str) -> str:
    """A workflow asked; `parked` is until when nobody is asked, or empty."""
    if not parked:
        return say("history.opened", requester=requester, workflow=workflow, tier=tier)
    told = say("history.opened_parked", requester=requester, workflow=workflow, tier=tier)
    return quantities.sentences([told, say("history.parked", moment=parked)])


def reopens(request: str) -> str:
    """That this is another look at an earlier request."""
    return say("history.reopens", request=request)


def routed(policy: str, route: str) -> str:
    """By which route the policy was found."""
    return say("history.routed", policy=policy, route=route)


def parked(moment: str) -> str:
    """Until when nobody is asked, though others were before; nothing where somebody is."""
    return say("history.parked", moment=moment) if moment else ""


def unparked(tier: str, moment: str) -> str:
    """People are asked now; or not yet, where the clock came late, and then from which moment on."""
    return say("history.parked_on", moment=moment) if moment else say("history.unparked", tier=tier)


def seated(count: int, tier: str, called: str, problems: str) -> str:
    """How many people can decide, who of them was called, and what was wrong with the policy's names."""
    there = say_many("history.seated", count, tier=tier) if count else say("history.nobody_there", tier=tier)
    calling = say("history.called", people=called) if called else ""
    wrong = stopped(say("history.problem", problems=problems)) if problems else ""
    return quantities.sentences([there, calling, wrong])


def extended(person: str, span: str, deadline: str, reason: str) -> str:
    """Somebody put the deadline off."""
    return stopped(say("history.extended", person=person, span=span, deadline=deadline, reason=reason))


def overran(tier: str) -> str:
    """The SLA of a last tier that waits on ran out."""
    return say("history.overran", tier=tier)


def fell_back(before: str, policy: str, tier: str) -> str:
    """A ladder ended, and that of another policy began."""
    return say("history.fell_back", before=before, policy=policy, tier=tier)


def begun_again(tier: str, number: int) -> str:
    """A ladder ended, and began again."""
    return say("history.begun_again", tier=tier, round=quantities.number(number))


def passed_over(before: str, tier: str) -> str:
    """A tier could not decide."""
    return say("history.passed_over", before=before, tier=tier)


def reopened(person: str, reason: str, run: str) -> str:
    """Somebody wanted another look, which a run gives."""
    told = stopped(say("history.reopened", person=person, reason=reason))
    return quantities.sentences([told, say("history.looked_at_by", run=run)])


def voted(person: str, action: str, behalf: str, reason: str) -> str:
    """A vote, perhaps in somebody else's stead."""
    if behalf:
        return stopped(say_because("history.voted_for", reason, person=person, action=action, behalf=behalf))
    return stopped(say_because("history.voted", reason, person=person, action=action))


def filled_in(values: str) -> str:
    """What the vote's form was filled in with."""
    return stopped(say("history.filled_in", values=values))


def value(label: str, said: str) -> str:
    """One value of a form."""
    return say("history.value", label=label, said=said)


def edited(person: str, changes: str) -> str:
    """A changed draft."""
    return stopped(say("history.edited", person=person, changes=changes))


def change(label: str, old: str, new: str) -> str:
    """One value that was changed."""
    return say("history.change", label=label, old=old, new=new)


def now_with(tier: str) -> str:
    """After an edit that only another tier may sign for."""
    return say("history.now_with", tier=tier)


def delegated(giver: str, to: str, reason: str) -> str:
    """A seat that was passed on."""
    return stopped(say_because("history.delegated", reason, giver=giver, to=to))


def viewed(person: str) -> str:
    """Somebody read everything."""
    return say("history.viewed", person=person)


def questioned(person: str, question: str) -> str:
    """A question in the thread."""
    return stopped(say("history.questioned", person=person, question=question))


def reminded(tier: str, share: str) -> str:
    """A reminder went out."""
    return say("history.reminded", tier=tier, share=share)


def escalated_in_time(before: str, tier: str) -> str:
    """The SLA of a tier ran out."""
    return say("history.escalated_in_time", before=before, tier=tier)


def escalated_by(person: str, tier: str, reason: str) -> str:
    """Somebody put it to the next tier."""
    return stopped(say_because("history.escalated_by", reason, person=person, tier=tier))


def settled(verdict: str, action: str, who: str) -> str:
    """Votes made a decision; the action is named where the verdict does not say as much."""
    if action:
        return say("history.settled_otherwise", verdict=verdict, action=action, who=who)
    return say("history.settled", verdict=verdict, who=who)


def settled_within_limits(verdict: str, tier: str) -> str:
    """The policy made a decision without asking anybody."""
    return say("history.settled_within_limits", verdict=verdict, tier=tier)


def expired(verdict: str, tier: str) -> str:
    """Nobody made a decision, so the policy did."""
    return say("history.expired", verdict=verdict, tier=tier)


def expired_without_slack(verdict: str) -> str:
    """Nobody could be shown it, so the policy made a decision."""
    return say("history.expired_without_slack", verdict=verdict)


def withdrawn(reason: str) -> str:
    """The program took the question back."""
    return stopped(say_because("history.withdrawn", reason))


def withdrawn_by(person: str, reason: str) -> str:
    """A person took the question back."""
    return stopped(say_because("history.withdrawn_by", reason, person=person))


def applied() -> str:
    """The workflow has its answer."""
    return say("history.applied")


def effected(words: str) -> str:
    """What the workflow did on the decision."""
    return stopped(say("history.effected", words=words))


def compensated(words: str, who: str, reason: str) -> str:
    """What the workflow did is undone: by itself, or for somebody who wanted that, and why, as far as they said."""
    if who:
        return stopped(say_because("history.compensated_by", reason, words=words, who=who))
    return stopped(say_because("history.compensated", reason, words=words))


def repaired(person: str, step: str, reason: str) -> str:
    """An operator mended the run."""
    return stopped(say_because("history.repaired", reason, person=person, step=step))
