"""What reviewers said before, kept in a workflow's state and shown to those who are asked next."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from bot.review import Decision, Fact
from workflows.words import one_line


class Review(BaseModel):
    """One decision: at which step, on which version, what was said to it, and by whom."""

    model_config = ConfigDict(frozen=True)

    step: str
    version: int
    verdict: str
    tier: str
    by: tuple[str, ...]
    at: datetime
    reason: str = ""

    @property
    def said(self) -> str:
        """The decision in words, with its time in UTC; people are named by their tier."""
        by = f" by {self.tier}" if self.tier else ""
        words = f": “{one_line(self.reason)}”" if self.reason else ""
        return f"{self.verdict}{by} on {self.at.astimezone(UTC):%d %b %Y at %H:%M} UTC{words}"


def review_of(decision: Decision, step: str, version: int, verdicts: Mapping[str, str]) -> Review:
    """The review that a decision is; `verdicts` has the past participle of each action, such as `Approved`."""
    return Review(
        step=step,
        version=version,
        verdict=verdicts.get(decision.action, "Approved" if decision.approved else "Rejected"),
        tier=decision.tier,
        by=decision.by,
        at=decision.at,
        reason=decision.reason,
    )


def history(reviews: Sequence[Review], label: str = "Version {version}, {step}") -> tuple[Fact, ...]:
    """A fact for each review, the first first."""
    return tuple(
        Fact(label=label.format(version=review.version, step=review.step), value=review.said) for review in reviews
    )
