"""Whether the diff can be laid out in an empty folder and its new settings files read back."""

import json
import tomllib
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from workflows.deploy.diffs import FileChange
from workflows.deploy.probes.finding import Change, Finding, Status, counted, listed

_READERS = {".json": json.loads, ".toml": tomllib.loads}


def probe(change: Change) -> Finding:
    """Fail for a path that leaves the folder or clashes with another, and for a settings file that cannot be read.

    Without a staging address nothing was called, and what was not called has not passed: then this warns.
    """
    with TemporaryDirectory() as folder:
        wrong = [problem for file in change.files if (problem := _lay_out(Path(folder), file))]
    settings = sum(_is_settings(file) for file in change.files)
    words = (
        f"No staging address is set, so nothing was called; rehearsed in an empty folder instead: "
        f"wrote the added lines of {counted(len(change.files), 'file')}, read {counted(settings, 'new settings file')}"
    )
    if wrong:
        return Finding(Status.FAIL, f"{words}, but {listed(wrong)}.")
    return Finding(Status.WARN, f"{words}.")


def _lay_out(folder: Path, file: FileChange) -> str:
    """Write what the diff adds to a file; what went wrong in words, or nothing."""
    path = PurePosixPath(file.path)
    if path.is_absolute() or ".." in path.parts:
        return f"{file.path} lies outside the project"
    try:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("\n".join(file.added), encoding="utf-8")
    except (OSError, ValueError):
        return f"{file.path} cannot be written"
    return "" if _can_be_read(folder / path, file) else f"{file.path} cannot be read back"


def _is_settings(file: FileChange) -> bool:
    return file.whole and PurePosixPath(file.path).suffix in _READERS


def _can_be_read(path: Path, file: FileChange) -> bool:
    try:
        if _is_settings(file):
            _READERS[path.suffix](path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return False
    return True
