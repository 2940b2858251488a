"""Writes files into one folder and nowhere else, whatever a path says and whatever lies in that folder.

Each part of a path is opened from the folder before it and never followed through a symbolic link, so that what was
checked is what is used.
"""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workflows.planner.outcome import OutOfBounds

DEEPEST = 6
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ .-]{0,79}")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def jail() -> Path:
    """The folder in COUNTERSIGN_PLANNER_FILES, else `files` among the bot's data."""
    default = Path(os.environ.get("COUNTERSIGN_DATA") or ".data") / "files"
    return Path(os.environ.get("COUNTERSIGN_PLANNER_FILES") or default)


def parts_of(path: str) -> tuple[str, ...]:
    """The folders and the file of a relative path; raises OutOfBounds for any that could lead elsewhere."""
    parts = tuple(path.split("/"))
    if len(parts) > DEEPEST or not all(_PART.fullmatch(part) and not part.endswith((".", " ")) for part in parts):
        shown = re.sub(r"[^\x20-\x7e]", "?", path[:100])
        raise OutOfBounds(f"“{shown}” is no plain relative path such as courses/safety-101.md.")
    return parts


def write(root: Path, path: str, content: str) -> str:
    """Write a new file and return its path within the folder; the same file once more changes nothing.

    Raises OutOfBounds for a path that leads elsewhere, and where another file bears that name already.
    """
    *folders, name = parts_of(path)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _opened(root, folders) as folder:
        if not _put(folder, name, content.encode()):
            raise OutOfBounds(f"There is another {path} already, and nothing is ever overwritten.")
    return path


@contextmanager
def _opened(root: Path, folders: list[str]) -> Iterator[int]:
    """The last of the folders, each made where it is missing."""
    at = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            inner = _enter(at, folder)
            os.close(at)
            at = inner
        yield at
    finally:
        os.close(at)


def _enter(at: int, folder: str) -> int:
    with suppress(FileExistsError):
        os.mkdir(folder, mode=0o700, dir_fd=at)
    try:
        return os.open(folder, _FOLDER, dir_fd=at)
    except OSError:
        raise OutOfBounds(f"“{folder}” is no folder here, or leads elsewhere.") from None


def _put(folder: int, name: str, content: bytes) -> bool:
    """Have the file appear whole or not at all; whether it is there now with this content."""
    draft = f".{secrets.token_hex(8)}"
    file = os.open(draft, _NEW_FILE, 0o600, dir_fd=folder)
    try:
        with os.fdopen(file, "wb") as writing:
            writing.write(content)
            writing.flush()
            os.fsync(file)
        os.link(draft, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        return _content(folder, name) == content
    finally:
        os.unlink(draft, dir_fd=folder)
    return True


def _content(folder: int, name: str) -> bytes | None:
    """What the file holds; None for what is no file, such as a link."""
    try:
        with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder), "rb") as reading:
            return reading.read()
    except OSError:
        return None
