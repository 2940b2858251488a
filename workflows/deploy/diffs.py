"""Reads a unified diff, strictly by its hunks' own line counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_HUNK = re.compile(r"^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_GIT = re.compile(r"^diff --git a/(.+) b/(.+)$")
_NOWHERE = "/dev/null"


class BrokenDiff(ValueError):
    """The text is no unified diff; the message names the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One file of a diff; `whole` when the file is new, so that its added lines are all there is to it."""

    path: str
    whole: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    old: str
    new: str
    has_header: bool = True
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def finished(self) -> FileChange:
        path = self.old if self.new == _NOWHERE else self.new
        added, removed = tuple(self.added), tuple(self.removed)
        return FileChange(path=path, whole=self.old == _NOWHERE, added=added, removed=removed)


def parse(text: str) -> tuple[FileChange, ...]:
    """The files a diff changes, in its order; raises BrokenDiff for a text without a file or with a torn hunk."""
    lines = enumerate((line.removesuffix("\r") for line in text.split("\n")), start=1)
    drafts: list[_Draft] = []
    old = ""
    for number, line in lines:
        if line.startswith("--- "):
            old = _path(line)
        elif line.startswith("+++ ") and old:
            _take_header(drafts, old, _path(line))
            old = ""
        elif git := _GIT.match(line):
            drafts.append(_Draft(git[1], git[2], has_header=False))
        elif hunk := _HUNK.match(line):
            _read_hunk(lines, _draft_of_hunk(drafts, number), int(hunk[1] or 1), int(hunk[2] or 1))
    if not drafts:
        raise BrokenDiff("no file header (--- and +++) in it")
    return tuple(draft.finished() for draft in drafts)


def _take_header(drafts: list[_Draft], old: str, new: str) -> None:
    """A header belongs to git's line before it; a binary or renamed file has that line alone."""
    if drafts and not drafts[-1].has_header:
        drafts.pop()
    drafts.append(_Draft(old, new))


def _draft_of_hunk(drafts: list[_Draft], number: int) -> _Draft:
    if not drafts or not drafts[-1].has_header:
        raise BrokenDiff(f"line {number}: a hunk before any file header (--- and +++)")
    return drafts[-1]


def _read_hunk(lines: Iterator[tuple[int, str]], draft: _Draft, old: int, new: int) -> None:
    """Take the lines the hunk announced: `old` from before the change, `new` from after it."""
    while old > 0 or new > 0:
        number, line = next(lines, (0, None))
        if line is None:
            _may_end(old, new)
            return
        sign, rest = line[:1], line[1:]
        if sign not in {"+", "-", " ", "", "\\"}:
            raise BrokenDiff(f"line {number}: a hunk ends before the number of lines it announced")
        old -= sign in {"-", " ", ""}
        new -= sign in {"+", " ", ""}
        if sign == "+":
            draft.added.append(rest)
        elif sign == "-":
            draft.removed.append(rest)


def _may_end(old: int, new: int) -> None:
    """Blank context lines at the very end get lost when a diff is pasted; nothing else may."""
    if old != new:
        raise BrokenDiff("the last hunk ends before the number of lines it announced")


def _path(header: str) -> str:
    name = header[4:].split("\t", maxsplit=1)[0].strip()
    return name if name == _NOWHERE else re.sub(r"^[ab]/", "", name)
