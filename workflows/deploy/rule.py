"""The rule that summarises and judges a change where no model is set up.

Risk in hundredths: 20 for production, 5 for staging; plus 10 above 50 changed lines and 20 above 300; plus 15 when a
path speaks of migrations, access, payments or infrastructure; plus 20 for each failed check and 5 for each that warns;
40 more for a diff that cannot be read. At most 100. The words inside the diff do not count, whatever they say.
"""

import re
from collections.abc import Sequence

from bot.review import Check, CheckStatus
from workflows.deploy.diffs import BrokenDiff, FileChange, parse
from workflows.deploy.state import ChangeSummary, DeployInput, Environment

_SENSITIVE = re.compile(
    r"migrat|\.sql$|auth|login|permission|password|secret|payment|billing|infra|terraform|docker|\.github/",
    re.IGNORECASE,
)
_BY_STATUS = {CheckStatus.FAIL: 20, CheckStatus.WARN: 5, CheckStatus.PASS: 0}

_Parts = list[tuple[int, str]]


def summarise(request: DeployInput, checks: Sequence[Check]) -> ChangeSummary:
    """The judgement of the rule above; the same for the same request and results, every time."""
    try:
        files = parse(request.diff)
    except BrokenDiff as broken:
        parts, summary = [(40, f"The diff cannot be read: {broken} (+0.40)")], "What changes is unknown."
    else:
        parts, summary = _by_files(files), _what_changes(files)
    parts += [(_BY_STATUS[check.status], _about(check)) for check in checks if check.status is not CheckStatus.PASS]
    base = 20 if request.environment is Environment.PRODUCTION else 5
    risk = min(100, base + sum(points for points, _ in parts)) / 100
    start = f"The risk starts at {base / 100:.2f} for {request.environment}."
    return ChangeSummary(summary=f"{summary} {start}", risk=risk, concerns=[words for _, words in parts][:10])


def _by_files(files: Sequence[FileChange]) -> _Parts:
    parts: _Parts = []
    lines = sum(len(file.added) + len(file.removed) for file in files)
    if lines > 50:
        points = 20 if lines > 300 else 10
        parts.append((points, f"{lines} lines change (+{points / 100:.2f})"))
    if sensitive := next((file.path for file in files if _SENSITIVE.search(file.path)), None):
        parts.append((15, f"It touches a sensitive place: {_short(sensitive)} (+0.15)"))
    return parts


def _what_changes(files: Sequence[FileChange]) -> str:
    added, removed = sum(len(file.added) for file in files), sum(len(file.removed) for file in files)
    names = ", ".join(_short(file.path) for file in files[:5])
    more = f" and {len(files) - 5} more" if len(files) > 5 else ""
    return f"Adds {added} lines and removes {removed} in {names}{more}."


def _about(check: Check) -> str:
    result = "failed" if check.status is CheckStatus.FAIL else "needs a look"
    return f"The check “{check.name}” {result} (+{_BY_STATUS[check.status] / 100:.2f})"


def _short(path: str) -> str:
    return path if len(path) <= 120 else f"…{path[-119:]}"
