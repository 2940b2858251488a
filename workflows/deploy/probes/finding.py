"""What a probe is given, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from workflows.deploy.diffs import FileChange


class Status(IntEnum):
    """A probe's exit status."""

    PASS = 0
    FAIL = 1
    WARN = 3


@dataclass(frozen=True, slots=True)
class Change:
    """The deployment to look at: its files, and its coverage in percent where it was given."""

    files: tuple[FileChange, ...]
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """How it ended, and in words what exactly was done."""

    status: Status
    words: str


def counted(count: int, thing: str) -> str:
    """Such as `1 file` or `3 files`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def listed(names: Sequence[str]) -> str:
    """The first three names, and how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
