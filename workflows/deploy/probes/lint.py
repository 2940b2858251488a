"""Whether the added lines hold secrets, conflict markers or debugging leftovers, and new Python files compile."""

import re
import warnings

from workflows.deploy.diffs import FileChange
from workflows.deploy.probes.finding import Change, Finding, Status, counted, listed

_WRONG = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access key": re.compile(r"\b(AKIA[0-9A-Z]{16}|xox[abeprs]-[0-9A-Za-z-]{10,}|gh[opsu]_[0-9A-Za-z]{30,})\b"),
    "a password in clear": re.compile(
        r"""(password|passwd|secret|api_?key|token)['"]?\s*[:=]\s*['"][^'"\s]{6,}['"]""", re.IGNORECASE
    ),
    "a conflict marker": re.compile(r"^(<{7}|>{7}) "),
}
_LEFTOVER = {
    "a debugger": re.compile(r"\b(breakpoint\(\)|pdb\.set_trace|debugger;|binding\.pry)"),
    "debugging output": re.compile(r"\bconsole\.(log|debug)\(|^\s*print\("),
    "a postponed task": re.compile(r"\b(TODO|FIXME|XXX)\b"),
}


def probe(change: Change) -> Finding:
    """Fail for secrets, conflict markers and Python that does not compile; warn for leftovers."""
    python = [file for file in change.files if file.whole and file.path.endswith(".py")]
    wrong = [*_found(change, _WRONG), *(f"{file.path} does not compile" for file in python if not _compiles(file))]
    leftovers = _found(change, _LEFTOVER)
    lines = sum(len(file.added) for file in change.files)
    words = (
        f"Searched {counted(lines, 'added line')} for secrets, conflict markers and leftovers, "
        f"compiled {counted(len(python), 'new Python file')}"
    )
    if not wrong and not leftovers:
        return Finding(Status.PASS, f"{words}: nothing found.")
    return Finding(Status.FAIL if wrong else Status.WARN, f"{words}: {listed([*wrong, *leftovers])}.")


def _found(change: Change, patterns: dict[str, re.Pattern[str]]) -> list[str]:
    """Where each pattern occurs; never the text itself, which may be a secret."""
    return [
        f"{what} in {file.path}"
        for file in change.files
        for what, pattern in patterns.items()
        if any(pattern.search(line) for line in file.added)
    ]


def _compiles(file: FileChange) -> bool:
    """Whether Python can read the file; it is compiled only, never run."""
    try:
        with warnings.catch_warnings(action="ignore"):
            compile("\n".join(file.added), file.path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
