"""What people are asked about an effect: whether it happened, and what to do about one that could not be undone."""

from bot.approvals.ask import Action, Ask, Fact, Kind, ReasonRule
from bot.approvals.decision import Cause, Decision
from bot.approvals.effect import Act, Effect
from bot.approvals.values import clipped
from bot.review.stops import ask

HAPPENED = "happened"
AGAIN = "again"
BY_HAND = "by_hand"
LEAVE = "leave"

_RESULT = {
    "type": "object",
    "properties": {
        "result": {
            "type": "string",
            "title": "What came of it, as JSON",
            "description": 'What the step would have returned, such as {"id": 7}. Leave it empty if you do not know.',
        }
    },
}
_DO = (
    Action(id=HAPPENED, label="It happened", kind=Kind.NEUTRAL, reason=ReasonRule.OPTIONAL, form=_RESULT),
    Action(id=AGAIN, label="It did not: do it now", kind=Kind.APPROVE, reason=ReasonRule.OPTIONAL),
    Action(id="stop", label="Stop", kind=Kind.REJECT, reason=ReasonRule.OPTIONAL),
)
_UNDO = (
    Action(id=AGAIN, label="Try again", kind=Kind.APPROVE, reason=ReasonRule.OPTIONAL),
    Action(id=BY_HAND, label="It was undone by hand", kind=Kind.NEUTRAL, reason=ReasonRule.OPTIONAL),
    Action(id=LEAVE, label="Leave it and go on", kind=Kind.REJECT, reason=ReasonRule.OPTIONAL),
)
_NOTICE_DO = "Find out before you answer: doing it now does it a second time if it happened after all."
_NOTICE_UNDO = "It is still done. Whatever else the workflow did before it has not been undone yet."
_CRASHED = "The program ended while this was being done, so nobody knows whether it was."
_A_TITLE = 150


class EffectAbandoned(Exception):
    """Nobody knows whether it happened, or it could not be undone, and people had the workflow stop there."""


def replayed(effect: Effect, act: Act, task: str) -> Decision | None:
    """Put the questions that this task has put before, in the same order, and return the answer to the last.

    LangGraph hands out answers by the order in which a node asks, so a node that runs again has to ask everything that
    it asked before, whatever has become of the effect since.
    """
    answer = None
    for number in range(len(effect.troubles(act, task))):
        answer = ask(question(effect, act, task, number))
    return answer


def put(effect: Effect, act: Act, task: str) -> Decision:
    """Put the newest question about the effect, which was noted before."""
    return ask(question(effect, act, task, len(effect.troubles(act, task)) - 1))


def is_consent(decision: Decision) -> bool:
    """Whether people said to do it, or to undo it, again: silence does not say so."""
    return decision.action == AGAIN and decision.cause is Cause.VOTES


def question(effect: Effect, act: Act, task: str, number: int) -> Ask:
    """The question about an effect that has so many before it; as it is read from the book, it is always the same."""
    is_undo = act is Act.UNDO
    what = f"Could not undo: {effect.words}" if is_undo else f"Did this happen? {effect.words}"
    return Ask(
        title=clipped(what, _A_TITLE),
        summary=effect.troubles(act, task)[number] or _CRASHED,
        facts=_facts(effect, number),
        notice=_NOTICE_UNDO if is_undo else _NOTICE_DO,
        actions=_UNDO if is_undo else _DO,
    )


def _facts(effect: Effect, number: int) -> tuple[Fact, ...]:
    asked_before = (Fact(label="Asked before", value=str(number)),) if number else ()
    return (Fact(label="What", value=effect.words), Fact(label="Key", value=effect.key), *asked_before)
