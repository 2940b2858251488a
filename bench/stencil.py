"""A request as the desk wrote it, cut into what its copies share and what is each copy's own: ids, people and times."""

import re
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

_TABLES = ("runs", "requests", "cards", "notices", "events")
_MOMENTS = frozenset({"opened_at", "due_at", "ring_at", "closed_at", "created_at", "at"})
_WORDS = re.compile(r"(req_[0-9a-f]{12}|run_[0-9a-f]{16}|U07[A-Z0-9]+|\d{4}-\d\d-\d\dT[\d:.]+Z)")

Row = dict[str, Any]


class Copy(NamedTuple):
    """What is a copy's own: how much later than the original everything happened, who asked, and where its card is."""

    later: timedelta
    requester: str
    channel: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stencil:
    """The rows of one request, its texts cut at ids, people and times."""

    rows: Sequence[tuple[str, Row]]
    requester: str

    @classmethod
    def read(cls, ledger: Path, requester: str) -> "Stencil":
        """The stencil of the only request on that ledger, which has been shown and told of whatever it is owed."""
        with closing(sqlite3.connect(ledger)) as conn:
            conn.row_factory = sqlite3.Row
            rows = [(table, dict(row)) for table in _TABLES for row in conn.execute(f"SELECT * FROM {table}")]  # noqa: S608 - the names stand above
        return cls(rows=[(table, _cut(row)) for table, row in rows], requester=requester)

    def copies(self, wanted: Sequence[Copy]) -> Iterator[tuple[str, Row]]:
        """The rows of each copy with their tables; events have still to be put into the chain."""
        words = {word for _, row in self.rows for cut in row.values() if isinstance(cut, list) for word in cut[1::2]}
        for copy in wanted:
            own = self._own(words, copy)
            for table, row in self.rows:
                yield table, _filled(table, row, own, copy)

    def _own(self, words: set[str], copy: Copy) -> Mapping[str, str]:
        own = {word: word[:4] + secrets.token_hex((len(word) - 4) // 2) for word in words if word[3] == "_"}
        own |= {word: _shifted(word, copy.later) for word in words if word[4] == "-"}
        return own | {self.requester: copy.requester}


def _cut(row: Row) -> Row:
    """Texts that hold nothing of the copies' own stay as they are."""
    return {
        name: _WORDS.split(value) if isinstance(value, str) and _WORDS.search(value) else value
        for name, value in row.items()
    }


def _filled(table: str, row: Row, own: Mapping[str, str], copy: Copy) -> Row:
    """One row of a copy: its card stands where it is said to, and everybody has been told."""
    filled: Row = {
        name: "".join(own.get(word, word) for word in value) if isinstance(value, list) else value
        for name, value in row.items()
    }
    for name in _MOMENTS & filled.keys():
        filled[name] = filled[name] + copy.later.total_seconds() if filled[name] is not None else None
    if table == "cards":
        filled |= {"shown": filled["wanted"], "channel": copy.channel, "ts": copy.ts}
    if table == "notices":
        filled |= {"told": 1}
    return filled


def _shifted(moment: str, later: timedelta) -> str:
    return (datetime.fromisoformat(moment) + later).isoformat().replace("+00:00", "Z")
