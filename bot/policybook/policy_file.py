"""The policies file: read whole into a book, and looked at again to see whether it has become another."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from bot.approvals.routing import PolicyBook
from bot.faults import Misconfigured
from bot.policybook.cautions import cautions
from bot.policybook.crosschecks import check
from bot.policybook.sections import read_sections, stand_flat
from bot.policybook.yaml_page import bytes_of, opened

_YEARS = 3  # of holidays: this one and the two that follow


def read_policies(path: Path, now: datetime, workflows: Collection[str] | None = None) -> PolicyBook:
    """The book that the file makes; raises Misconfigured with every mistake in it, in the order of its lines.

    Where `workflows` are given there has to be a policy for every request of each of them. Holidays are those from the
    year of `now` on.
    """
    content = bytes_of(path)
    page = opened(path, content)
    if stand_flat(page):
        page.raise_mistakes()
    found = read_sections(page, range(now.year, now.year + _YEARS))
    check(page, found, workflows)
    page.raise_mistakes()
    return PolicyBook(
        found.policies,
        routes=tuple(found.routes.values()),
        default=found.default,
        quiet=found.quiet,
        calendars=found.calendars,
        dialects=found.dialects,
        warnings=cautions(page, found, workflows),
        edition=_edition(content, now),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """The file at a path, read for these workflows; `speedup` divides every SLA in it."""

    path: Path
    workflows: frozenset[str]
    speedup: float
    now: Callable[[], datetime]

    def read(self) -> PolicyBook:
        """The book that it makes now; raises Misconfigured."""
        return read_policies(self.path, self.now(), self.workflows).quickened(self.speedup)

    def edition(self) -> str:
        """A name for what it holds now, another when its content or the year is another; empty if it is not there."""
        try:
            return _edition(bytes_of(self.path), self.now())
        except Misconfigured:
            return ""


def _edition(content: bytes, now: datetime) -> str:
    return f"{now.year}.{sha256(content).hexdigest()[:16]}"
