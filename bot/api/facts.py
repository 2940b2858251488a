"""The facts about the bot's health: is Slack within reach, what waits to be shown, what did the auditor find."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.approvals.routing import PolicyBook
from bot.ledger import finding_book, outage_book
from bot.ledger.database import Ledger
from bot.ledger.finding_book import Inspection


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Where the facts come from: the ledger, since when Slack is out of reach, and the policies in force."""

    ledger: Ledger
    down_since: Callable[[], datetime | None]
    book: Callable[[], PolicyBook]

    async def read(self) -> dict[str, Any]:
        """The facts as plain JSON values; `ok` while Slack is within reach and the auditor left nothing unmended.

        `queued` counts the cards that are still to be shown. Moments are in UTC.
        """
        async with self.ledger.read() as conn:
            queued = await outage_book.queued(conn)
            last = await finding_book.last(conn)
        since, book = self.down_since(), self.book()
        return {
            "ok": since is None and not (last and last.unhealed),
            "slack": {"reachable": since is None, "since": since.isoformat() if since else None},
            "queued": queued,
            "inspection": _told(last) if last else None,
            "policies": {"edition": book.edition, "names": sorted(book.policies)},
        }


def _told(inspection: Inspection) -> dict[str, Any]:
    findings = [
        {"kind": finding.kind, "subject": finding.subject, "words": finding.words, "healed": finding.healed}
        for finding in inspection.findings
    ]
    return {"at": inspection.at.isoformat(), "took": round(inspection.took, 3), "findings": findings}
