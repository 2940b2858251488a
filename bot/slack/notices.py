"""Messages beside the card: how a run ended, that it has started, and what operators must look at."""

from collections.abc import Sequence

from bot.approvals.decision import Cause, Decision
from bot.approvals.machine import RunState
from bot.approvals.request import Request
from bot.slack import asking, blocks, text
from bot.slack.blocks import Block, Message
from bot.slack.wording import card_words, quantities
from bot.slack.wording import notice_words as words

MOST_DECISIONS = 10


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
    who = asking.everybody(decision.by) if decision.cause is Cause.VOTES else words.POLICY
    verdict = card_words.PLAIN_VERDICT[decision.kind]
    return words.decision(
        text.phrase(request.ask.title, 100), verdict, who, text.phrase(decision.reason, 120) if decision.reason else ""
    )
