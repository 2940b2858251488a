"""Messages beside the card: what people hear of it, what they ask in its thread, what operators must look at."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from bot.approvals.decision import Cause, Decision
from bot.approvals.machine import RunState
from bot.approvals.policy import Policy
from bot.approvals.request import Request, Seating, State
from bot.slack import blocks, text
from bot.slack.blocks import Block, Message
from bot.slack.drawing import asking, edits, offered, rows, verdict, whereabouts
from bot.slack.wording import card_words, offer_words, quantities
from bot.slack.wording import notice_words as words

MOST_DECISIONS = 10
MOST_PROBLEMS = 8
_LINK = re.compile(r"https?://[!-;=?-{}~]{1,500}")


class Spot(NamedTuple):
    """Where a card is: its channel, by id or by name, and the link to it, empty where Slack gave none.

    Without a channel it stands nowhere but in the direct messages of whoever is asked.
    """

    channel: str
    link: str = ""

    def told(self) -> str:
        """The spot as a sentence; what is no link is left out."""
        if not self.channel:
            return words.CARD_DIRECT
        return words.card_at(self.link if _LINK.fullmatch(self.link) else "", text.channel(self.channel))

    def foretold(self) -> str:
        """The same of a card that may be still to come."""
        if self.link:
            return self.told()
        return words.card_comes(text.channel(self.channel)) if self.channel else words.CARD_COMES_DIRECT


def outcome_message(
    workflow: str, run_id: str, state: RunState, outcome: str, *, requests: Sequence[Request] = ()
) -> Message:
    """How a run ended and what people decided on its way, for the card's thread and for the requester."""
    name = text.phrase(workflow, 100)
    headline = words.run(f"*{name}*", state)
    decided, undoable = decisions(requests), _undoable(requests)
    said = outcome if outcome.strip() else words.NO_OUTCOME
    drawn: list[Block] = [
        blocks.section(headline),
        blocks.rich(blocks.quote(text.clip(said, 2500))),
        *([blocks.section(f"*{words.DECISIONS}*\n" + "\n".join(decided))] if decided else []),
        *([blocks.section(f"*{offer_words.CAN_BE_UNDONE}*\n" + "\n".join(undoable))] if undoable else []),
        blocks.context(words.run_reference(text.phrase(run_id, 100))),
    ]
    told = [words.run(name, state), text.phrase(said, 1500), *decided, *undoable]
    return Message("\n".join(told), drawn)


def started_text(workflow: str, run_id: str) -> str:
    """To the requester: the run is on the ledger."""
    return words.started(text.phrase(workflow, 100), text.phrase(run_id, 100))


def waiting_message(request: Request, spot: Spot) -> Message:
    """To the requester: whom their run waits for, until when, and where."""
    workflow, title = text.phrase(request.origin.workflow, 100), text.phrase(request.ask.title, 150)
    said = [*whereabouts.sentences(request), spot.told()]
    told = [words.waits(workflow, title), *said]
    return Message(
        "\n".join(told), [blocks.section(words.waits(f"*{workflow}*", title)), blocks.section("\n".join(said))]
    )


def parked_message(request: Request, spot: Spot) -> Message:
    """To the requester: whom their run will be put to, when, and where."""
    workflow, title = text.phrase(request.origin.workflow, 100), text.phrase(request.ask.title, 150)
    said = [asking.asked_now(request), spot.foretold()]
    drawn = [blocks.section(words.parked(f"*{workflow}*", title)), blocks.section("\n".join(said))]
    return Message("\n".join([words.parked(workflow, title), *said]), drawn)


def digest_message(requests: Sequence[Request], more: int) -> Message:
    """To somebody who was called often enough: the requests that wait for them, and how many more do."""
    headline = words.digest(quantities.counted(len(requests) + more, "request"))
    end = words.digest_more(quantities.counted(more, "request")) if more else words.DIGEST_END
    shown = [
        blocks.section(rows.told(request)) | {"accessory": blocks.button(card_words.SEE_EVERYTHING, "see", request.id)}
        for request in requests
    ]
    titles = [text.phrase(request.ask.title, 150) for request in requests]
    return Message("\n".join([headline, *titles, end]), [blocks.section(headline), *shown, blocks.context(end)])


def unseated_message(body: str) -> Message:
    """To somebody who is, or will be, away: their stand-in will be away as well.

    `body` holds the stand-in's user id, and since and until when in seconds since 1970, a line each.
    """
    stand_in, *times = body.split("\n")
    since, until = (text.moment(datetime.fromtimestamp(float(time), UTC)) for time in times)
    said = words.unseated(text.user(stand_in), since, until)
    return Message(said, [blocks.section(said)])


def decided_message(request: Request, decision: Decision) -> Message:
    """To the requester: what people decided on the way of a run that goes on."""
    workflow = text.phrase(request.origin.workflow, 100)
    said = _decision(request, decision)
    drawn = [blocks.section(words.decided(f"*{workflow}*")), blocks.section(said)]
    return Message(f"{words.decided(workflow)}\n{said}", drawn)


def question_message(request: Request, asker: str, question: str) -> Message:
    """In the card's thread: somebody asks the requester something."""
    title = text.phrase(request.ask.title, 150)
    headline = words.question(text.user(asker), text.user(request.origin.requester), title)
    drawn = [
        blocks.section(headline),
        blocks.rich(blocks.quote(text.clip(question, 2500))),
        blocks.context(words.ANSWER_HERE),
    ]
    return Message(f"{headline}\n{text.phrase(question, 2500)}\n{words.ANSWER_HERE}", drawn)


def dead_message(kind: str, key: str, error: str) -> Message:
    """To operators: owed work that failed past its attempts, and with which error."""
    headline = words.dead(text.phrase(kind, 60), text.phrase(key, 150))
    drawn = [
        blocks.section(headline),
        blocks.rich(blocks.fenced(text.clip(error, 2500))),
        blocks.context(words.DEAD_REMEDY),
    ]
    return Message(f"{headline}\n{text.phrase(error, 1500)}\n{words.DEAD_REMEDY}", drawn)


def vacant_message(request: Request, policy: Policy, seating: Seating) -> Message:
    """To operators: a tier of this policy cannot decide, or lacks some whom it names, and where the request is now."""
    tier, title = asking.tier_name(policy.tiers[seating.tier].name), text.phrase(request.ask.title, 150)
    say = (words.too_few if seating.count else words.vacant) if seating.vacant else words.amiss
    problems = _problems(seating)
    ends = [words.vacant_remedy(text.phrase(policy.name, 80)), _reference(request)]
    drawn = [
        blocks.section(say(f"*{tier}*", title)),
        *([blocks.rich(blocks.bullets([blocks.sentence(problem) for problem in problems]))] if problems else []),
        blocks.section(_standing(request)),
        blocks.context(*ends),
    ]
    told = [say(tier, title), *(text.phrase(problem, 300) for problem in problems), _standing(request), *ends]
    return Message("\n".join(told), drawn)


def overran_message(request: Request) -> Message:
    """To operators: a request that waits on though its last deadline has passed."""
    title, workflow = text.phrase(request.ask.title, 150), text.phrase(request.origin.workflow, 100)
    origin = card_words.origin(text.user(request.origin.requester), workflow, text.moment(request.opened_at))
    said = [_asked(request), *whereabouts.until(request), whereabouts.then(request)]
    drawn = [
        blocks.section(words.overran(f"*{title}*", request.overruns)),
        blocks.section("\n".join(said)),
        blocks.context(origin, _reference(request)),
    ]
    told = [words.overran(title, request.overruns), *said, origin, _reference(request)]
    return Message("\n".join(told), drawn)


def alarm_message(body: str) -> Message:
    """To operators: what the auditor found, or what an outage led to."""
    return _told(words.ALARM, body)


def policies_message(body: str) -> Message:
    """To operators: that the policies were read anew, or why not."""
    return _told(words.POLICIES, body)


def _undoable(requests: Sequence[Request]) -> list[str]:
    """What was done on the way and can still be undone, until when, and where."""
    offers = [request for request in requests if request.is_offer and request.state is State.OPEN]
    told = [
        offer_words.offered(
            text.phrase(request.ask.title, 100),
            offered.deadline(request, left=True),
            Spot(request.policy.channel).told(),
        )
        for request in offers[:MOST_DECISIONS]
    ]
    over = len(offers) - MOST_DECISIONS
    return [*told, quantities.left_out(over, "request")] if over > 0 else told


def decisions(requests: Sequence[Request]) -> list[str]:
    """What people decided, or had undone; what they let stand is no decision of theirs."""
    decided = [(request, request.decision) for request in requests if request.decision and not _is_kept(request)]
    told = [_decision(request, decision) for request, decision in decided[:MOST_DECISIONS]]
    over = len(decided) - MOST_DECISIONS
    return [*told, quantities.left_out(over, "decision")] if over > 0 else told


def _is_kept(request: Request) -> bool:
    return request.is_offer and offered.fate(request) == "kept"


def _decision(request: Request, decision: Decision) -> str:
    by_people = decision.cause is Cause.VOTES
    who = asking.everybody(decision.by) if by_people else words.POLICY
    ended = text.escape(verdict.brief(request)) if by_people else card_words.PLAIN_VERDICT[decision.kind]
    title, changes = text.phrase(request.ask.title, 100), text.phrase(edits.brief(request), 200)
    said = card_words.edited_title(title, changes if request.edits else "")
    reason = text.phrase(decision.reason, 120) if decision.reason else ""
    return words.decision(said, ended, who, reason)


def _told(headline: str, body: str) -> Message:
    said = text.clip(body, 2500)
    return Message(f"{headline}\n{text.escape(said)}", [blocks.section(headline), blocks.rich(blocks.quote(said))])


def _problems(seating: Seating) -> list[str]:
    """The first problems, and how many more there are; raw."""
    shown = [text.clip(problem, 300) for problem in seating.problems[:MOST_PROBLEMS]]
    over = len(seating.problems) - MOST_PROBLEMS
    return [*shown, quantities.left_out(over, "problem")] if over > 0 else shown


def _standing(request: Request) -> str:
    if request.state is State.OPEN:
        return _asked(request)
    return "\n".join(verdict.sentences(request, plain=True))


def _asked(request: Request) -> str:
    """Who is asked, in words that ping nobody: this is for the operators."""
    if request.parked_until:
        return asking.asked_now(request)
    return card_words.asked_now(asking.unpinged(request.asked), asking.tier_name(request.asked.name))


def _reference(request: Request) -> str:
    return card_words.reference(text.phrase(request.id, 100))
