"""An effect: what a run does once, under a key of its own, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import JsonValue

from bot.approvals.machine import EFFECT_MOVES, EffectState, IllegalMove


class Act(StrEnum):
    """What of an effect people can be asked about: whether it happened, or how it shall be undone."""

    DO = "do"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What a step is about to do: its key within the run, what that is in words, and the name of what undoes it.

    With a `window` people are offered to have it undone for so long; `node` is where in the graph it is done.
    """

    key: str
    words: str
    undo: str = ""
    window: timedelta | None = None
    node: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What people are asked about, in which task of the graph, and the trouble that led there, if one is known."""

    act: Act
    task: str
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a run does once; `place` counts the effects of the run in the order in which they were begun.

    `undo` names the compensation, if there is one. `result` is what came of it. `asked` holds for each task of the
    graph, and each act, the troubles that people were asked about, one for each question: LangGraph runs a node from
    its top when the answer comes, and has to meet with the same questions in the same order. Until `until` it can be
    undone by the offer `request_id`.
    """

    run_id: str
    key: str
    place: int
    words: str
    state: EffectState
    began_at: datetime
    undo: str = ""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    result: JsonValue = None
    until: datetime | None = None
    request_id: str = ""
    done_at: datetime | None = None
    undone_at: datetime | None = None

    @property
    def is_in_doubt(self) -> bool:
        """Whether it was begun, and nobody knows that it happened."""
        return self.state in {EffectState.BEGUN, EffectState.DOUBTFUL}

    @property
    def is_unclear(self) -> bool:
        """Whether people have to say what became of it: nobody knows that it happened, or it could not be undone."""
        return self.is_in_doubt or self.state is EffectState.STUCK

    @property
    def is_done(self) -> bool:
        """Whether it happened, whatever was undone of it since."""
        return not self.is_in_doubt and self.state is not EffectState.DROPPED

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to undo, and something that undoes it."""
        return bool(self.undo) and self.state in {EffectState.DONE, EffectState.UNDOING, EffectState.STUCK}

    def troubles(self, act: Act, task: str) -> tuple[str, ...]:
        """The troubles that the task has asked people about, in order."""
        return self.asked.get(_place(act, task), ())

    def moved(self, to: EffectState) -> "Effect":
        """The effect in another state; raises IllegalMove where the table has no such move."""
        if to not in EFFECT_MOVES[self.state]:
            raise IllegalMove(f"an effect that is {self.state} cannot become {to}")
        return replace(self, state=to)

    def questioned(self, doubt: Doubt) -> "Effect":
        """The effect with people asked about it once more; it stands still until they have answered."""
        waits = EffectState.DOUBTFUL if doubt.act is Act.DO else EffectState.STUCK
        still = self if self.state is waits else self.moved(waits)
        troubles = (*self.troubles(doubt.act, doubt.task), doubt.trouble)
        return replace(still, asked={**self.asked, _place(doubt.act, doubt.task): troubles})


def _place(act: Act, task: str) -> str:
    return f"{act}.{task}"
