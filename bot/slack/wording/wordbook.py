"""The words of one language: read from one file, checked as a whole, and said by key with what belongs into them."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.faults import Misconfigured, Mistake

FILE = Path(__file__).with_name("english.toml")
FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})
_PLACE = re.compile(r"\{([a-z][a-z_]*)\}")
_STRAY = re.compile(r"\{\s*\w|\w\s*\}")


@dataclass(frozen=True, slots=True)
class Wordbook:
    """Texts by key: `texts` as they stand in the file, `templates` as `str.format_map` takes them."""

    texts: Mapping[str, str]
    templates: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """The text with the values put in, verbatim; raises KeyError for an unknown key and for a missing value."""
        return self.templates[key].format_map(values)

    def say_around(self, key: str, place: str, /, **values: object) -> tuple[str, str]:
        """What the text says before and after one of its places, where something goes that is no text."""
        before, _, after = self.templates[key].partition(f"{{{place}}}")
        return before.format_map(values), after.format_map(values)

    def section(self, prefix: str) -> dict[str, str]:
        """The texts right under a section, by the last part of their keys; they take no values."""
        parts = {key: key.removeprefix(f"{prefix}.") for key in self.texts if key.startswith(f"{prefix}.")}
        return {part: self.say(key) for key, part in parts.items() if "." not in part}


def places(text: str) -> frozenset[str]:
    """The names in braces that stand for values."""
    return frozenset(_PLACE.findall(text))


def read(path: Path) -> Wordbook:
    """The words in the file; raises Misconfigured with everything that is wrong with it."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        unread = Mistake(path.name, f"it cannot be read: {error}", "repair it where it says so")
        raise Misconfigured([unread]) from error
    mistakes = [Mistake(f"{path.name}: {key}", *wrong) for key, wrong in _flaws("", told)]
    if mistakes:
        raise Misconfigured(mistakes)
    texts = dict(_flat("", told))
    return Wordbook(texts, {key: _template(text) for key, text in texts.items()})


def _flat(above: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield f"{above}{name}", value
        else:
            yield from _flat(f"{above}{name}.", value)


def _flaws(above: str, table: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The key of each mistake, what is wrong there and what to do."""
    if table.keys() <= FORMS and "other" not in table:
        yield above.rstrip("."), ("it has forms for amounts but none for all else", "add a text named other")
    for name, value in table.items():
        key = f"{above}{name}"
        if isinstance(value, dict):
            yield from _flaws(f"{key}.", value)
        elif not isinstance(value, str):
            yield key, ("it is no text", "put it in quotes")
        elif _STRAY.search(_PLACE.sub("", value)):
            yield key, ("a brace belongs to no name of a value", "write {name} in small letters, with both braces")


def _template(text: str) -> str:
    """The text for `str.format_map`: only the names of values keep single braces, and nothing can look inside them."""
    doubled = text.replace("{", "{{").replace("}", "}}")
    return re.sub(r"\{(\{[a-z][a-z_]*\})\}", r"\1", doubled)
