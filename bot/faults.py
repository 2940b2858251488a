"""The two families of errors that are not a person's doing: `Fault` (ours or a third party's) and `Misconfigured`."""

from dataclasses import dataclass


class Fault(Exception):
    """Something of ours or of a third party's failed; the work stays owed and is tried again."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing the operator has to change: where it is, what is wrong, and what to do."""

    where: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.wrong}\n    -> {self.remedy}"


class Misconfigured(Exception):
    """The configuration holds mistakes; all of them are listed, each with its remedy."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes
