"""Messages beside the card: what its requester hears, what people ask in its thread, what operators must look at."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.approvals.decision import Cause, Decision
from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.slack import blocks, text
from bot.slack.blocks import Block, Message
from bot.slack.drawing import asking, edits, verdict
from bot.slack.wording import card_words, quantities
from bot.slack.wording import notice_words as words

MOST_DECISIONS = 10
_LINK = re.compile(r"https?://[!-;=?-{}~]{1,500}")


class Spot(NamedTuple):
    """Where a card is: its channel, by id or by name, and the link to it, empty where Slack gave none."""

    channel: str
    link: str = ""

    def told(self) -> str:
        """The spot as a sentence; what is no link is left out."""
        return words.card_at(self.link if _LINK.fullmatch(self.link) else "", text.channel(self.channel))


def outcome_message(
    workflow: str, run_id: str, state: RunState, outcome: str, *, requests: Sequence[Request] = ()
) -> Message:
    """How a run ended and what people decided on its way, for the card's thread and for the requester."""
    name = text.phrase(workflow, 100)
    headline = words.run(f"*{name}*", state)
    decisions = _decisions(requests)
    said = outcome if outcome.strip() else words.NO_OUTCOME
    drawn: list[Block] = [
        blocks.section(headline),
        blocks.rich(blocks.quote(text.clip(said, 2500))),
        *([blocks.section(f"*{words.DECISIONS}*\n" + "\n".join(decisions))] if decisions else []),
        blocks.context(words.run_reference(text.phrase(run_id, 100))),
    ]
    told = [words.run(name, state), text.phrase(said, 1500), *decisions]
    return Message("\n".join(told), drawn)


def started_text(workflow: str, run_id: str) -> str:
    """To the requester: the run is on the ledger."""
    return words.started(text.phrase(workflow, 100), text.phrase(run_id, 100))


def waiting_message(request: Request, spot: Spot) -> Message:
    """To the requester: whom their run waits for, until when, and where."""
    workflow, title = text.phrase(request.origin.workflow, 100), text.phrase(request.ask.title, 150)
    said = [*asking.sentences(request), spot.told()]
    told = [words.waits(workflow, title), *said]
    return Message(
        "\n".join(told), [blocks.section(words.waits(f"*{workflow}*", title)), blocks.section("\n".join(said))]
    )


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


def _decisions(requests: Sequence[Request]) -> list[str]:
    decided = [(request, request.decision) for request in requests if request.decision]
    told = [_decision(request, decision) for request, decision in decided[:MOST_DECISIONS]]
    over = len(decided) - MOST_DECISIONS
    return [*told, quantities.left_out(over, "decision")] if over > 0 else told


def _decision(request: Request, decision: Decision) -> str:
    by_people = decision.cause is Cause.VOTES
    who = asking.everybody(decision.by) if by_people else words.POLICY
    ended = text.escape(verdict.brief(request)) if by_people else card_words.PLAIN_VERDICT[decision.kind]
    title, changes = text.phrase(request.ask.title, 100), text.phrase(edits.brief(request), 200)
    said = card_words.edited_title(title, changes if request.edits else "")
    reason = text.phrase(decision.reason, 120) if decision.reason else ""
    return words.decision(said, ended, who, reason)
