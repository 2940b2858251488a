"""What the linter finds, and what each rule is about."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """A rule, by the name that `# countersign: allow NAME` uses."""

    EFFECT = "effect-before-ask"
    SWALLOWED = "swallowed-ask"
    UNSETTLED = "unsettled-before-ask"
    UNSAVABLE = "unsavable-state"
    STATIC = "static-interrupt"
    UNREADABLE = "unreadable"


REMEDIES = {
    Rule.EFFECT: "the step runs again from its top when the answer comes, so this would happen twice: move it into a "
    "step after the ask, or wrap it in bot.review.effect",
    Rule.SWALLOWED: "an ask stops the step by raising, so this handler would let it go on without anybody's consent: "
    "catch narrower errors, ask outside of the try, or raise GraphInterrupt again before this handler",
    Rule.UNSETTLED: "the step runs again from its top when the answer comes, and would then ask something else than "
    "people saw: settle it in a step before, and take it from the state",
    Rule.UNSAVABLE: "a checkpoint cannot hold it, so the run could not wait for people: keep in the state what it is "
    "made from, and make it in the step that needs it",
    Rule.STATIC: "it stops without a question that people could be asked, and is refused at start-up: call interrupt() "
    "or bot.review.ask() in a step instead",
    Rule.UNREADABLE: "name a folder, or a Python file that compiles",
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something in a file at a line, counted from 1, that breaks a rule; `words` say what stands there."""

    path: str
    line: int
    rule: Rule
    words: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.words}; {REMEDIES[self.rule]}"
