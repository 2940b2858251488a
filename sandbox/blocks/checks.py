"""The vocabulary the tables are written in: one check for each way a value can be wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MESSAGE, MODAL, HOME = "message", "modal", "home"
EVERYWHERE = frozenset({MESSAGE, MODAL, HOME})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the payload a check stands: a json-pointer, the surface, and the list of complaints so far."""

    pointer: str
    surface: str
    complaints: list[str] = field(default_factory=list)

    def at(self, step: str | int) -> "Place":
        return Place(f"{self.pointer}/{step}", self.surface, self.complaints)

    def complain(self, words: str) -> None:
        self.complaints.append(f"{words} [json-pointer:{self.pointer}]")


Check = Callable[[Any, Place], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields an object may have, which of them it must have, and the surfaces it may stand on."""

    must: Mapping[str, Check]
    may: Mapping[str, Check] = field(default_factory=dict)
    surfaces: frozenset[str] = EVERYWHERE

    def __call__(self, value: Any, place: Place) -> None:
        if not isinstance(value, dict):
            place.complain("must provide an object")
            return
        for name in self.must.keys() - value.keys():
            place.complain(f"missing required field: {name}")
        for name, inner in value.items():
            check = self.must.get(name) or self.may.get(name)
            if check is None:
                place.at(name).complain(f"no more than the known fields allowed: {name}")
            else:
                check(inner, place.at(name))


def text(shortest: int, longest: int) -> Check:
    """A string of so many characters."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, str):
            place.complain("must provide a string")
        elif len(value) < shortest:
            place.complain(f"must be more than {shortest - 1} characters")
        elif len(value) > longest:
            place.complain(f"must be less than {longest + 1} characters")

    return check


def one_of(*words: Any) -> Check:
    def check(value: Any, place: Place) -> None:
        if value not in words:
            place.complain(f"must be one of {', '.join(map(str, words))}")

    return check


def whole(least: int, most: int) -> Check:
    def check(value: Any, place: Place) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            place.complain("must provide a number")
        elif not least <= value <= most:
            place.complain(f"must be between {least} and {most}")

    return check


def yes_or_no(value: Any, place: Place) -> None:
    if not isinstance(value, bool):
        place.complain("must provide a boolean")


def anything(value: Any, place: Place) -> None:
    """Accepted as it is."""


def each(check: Check, least: int, most: int) -> Check:
    """A list of so many items, every one of which passes `check`."""

    def checked(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            place.complain("must provide an array")
            return
        if len(value) < least:
            place.complain(f"no fewer than {least} items allowed")
        if len(value) > most:
            place.complain(f"no more than {most} items allowed")
        for index, item in enumerate(value):
            check(item, place.at(index))

    return checked


def typed(shapes: Mapping[str, Shape], allowed: frozenset[str] | None = None) -> Check:
    """An object whose `type` names its shape; `allowed` narrows the types for this place."""

    def check(value: Any, place: Place) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        shape = shapes.get(kind) if isinstance(kind, str) else None
        if shape is None or (allowed is not None and kind not in allowed):
            place.complain(f"unsupported type: {kind}")
        elif place.surface not in shape.surfaces:
            place.complain(f"unsupported type: {kind} is not allowed in a {place.surface}")
        else:
            shape(value, place)

    return check


def both(first: Check, second: Check) -> Check:
    def check(value: Any, place: Place) -> None:
        first(value, place)
        second(value, place)

    return check


def unique(items: list[Any], key: str, place: Place) -> None:
    """Complain of every item whose `key` another one before it also bears."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        value = item.get(key) if isinstance(item, dict) else None
        if isinstance(value, str) and value in seen:
            place.at(index).at(key).complain(f"`{key}` {value} already exists")
        if isinstance(value, str):
            seen.add(value)
