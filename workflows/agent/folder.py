"""The folder the agent may read and tidy up: a copy of the one that comes along, and nothing outside of it."""

import os
import shutil
from pathlib import Path

_ORIGINAL = Path(__file__).with_name("desk")
_TRASH = ".trash"


class NoSuchFile(Exception):
    """There is no such file in the folder; the message says which there are."""


def root() -> Path:
    """The folder among the bot's data, made when it is first needed."""
    place = Path(os.environ.get("COUNTERSIGN_DATA") or ".data") / "agent"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copytree(_ORIGINAL, place, dirs_exist_ok=True)
    return place.resolve()


def names() -> list[str]:
    """Every file's path in the folder, in order; what was deleted is not among them."""
    place = root()
    files = (path.relative_to(place) for path in place.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(str(path) for path in files if path.parts[0] != _TRASH)


def read(name: str) -> str:
    """The file's text, at most 4,000 characters of it; raises NoSuchFile, also for whatever lies outside."""
    return (root() / _known(name)).read_text(encoding="utf-8", errors="replace")[:4000]


def lines_with(query: str) -> list[str]:
    """The lines of the notes that share words with the query, best first, ten at most."""
    wanted = set(query.casefold().split())
    notes = [name for name in names() if name.startswith("notes/")]
    lines = [(name, line.strip("- #")) for name in notes for line in read(name).splitlines() if line.strip()]
    scored = [(sum(word in line.casefold() for word in wanted), f"{name}: {line}") for name, line in lines]
    return [line for score, line in sorted(scored, key=lambda pair: -pair[0]) if score][:10]


def delete(name: str, key: str) -> None:
    """Put the file into the trash; with the same key again it changes nothing. Raises NoSuchFile."""
    place = root()
    grave = place / _TRASH / f"{key}-{Path(name).name}"
    if not grave.exists():
        source = place / _known(name)
        grave.parent.mkdir(exist_ok=True)
        source.rename(grave)


def known(name: str) -> bool:
    """Whether the folder holds a file of that name."""
    return name in names()


def _known(name: str) -> str:
    """The name, if it is one of ours: names are compared, so no path can lead out of the folder."""
    if not known(name):
        raise NoSuchFile(f"There is no file “{name[:100]}” in the folder. It holds: {', '.join(names())}.")
    return name
