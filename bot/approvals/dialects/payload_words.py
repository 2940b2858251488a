"""A tool call in words: its title, its arguments as facts and as measures; all of it is text that an agent wrote."""

from collections.abc import Mapping
from typing import Any, Final

from bot.approvals.ask import Fact
from bot.approvals.dialects import faces
from bot.approvals.values import clipped, measure_of, whole

_LONGEST_LABEL: Final = 80
_LONGEST_NAME: Final = 60
_LONGEST_ARGUMENT: Final = 60


def cut(text: str, most: int) -> str:
    """The text in one line of so many characters at most; what was cut is marked."""
    return clipped(" ".join(whole(text).split()), most)


def title(name: str, description: str) -> str:
    """The name of what is to be called comes first, so that no description can pass for another call."""
    first = next(iter(description.strip().splitlines()), "")
    named = cut(name, _LONGEST_NAME) or '""'
    return cut(f"{named}: {first}" if first else named, faces.LONGEST_TITLE)


def beyond(title: str, description: str) -> str:
    """What the title does not say of a description: what follows its first line, or all of it where that was cut."""
    first = next(iter(description.splitlines()), "")
    return description[len(first) :].strip() if title.endswith(f": {first}") else description


def question(name: str, args: Mapping[str, Any]) -> str:
    """Whether to run this with these arguments, as far as there is room for them."""
    named = cut(name, _LONGEST_NAME) or '""'
    said = ", ".join(f"{cut(key, _LONGEST_ARGUMENT)}: {_brief(value)}" for key, value in args.items())
    room = faces.LONGEST_TITLE - len(f"Run {named} ()?")
    return f"Run {named} ({cut(said, room)})?" if said else f"Run {named}?"


def _brief(value: Any) -> str:
    return cut(faces.shown(value)[: _LONGEST_ARGUMENT * 10], _LONGEST_ARGUMENT)


def facts(values: Mapping[str, Any]) -> tuple[Fact, ...]:
    """A fact for each value by its name, in their order."""
    said = ((cut(name, _LONGEST_LABEL) or '""', faces.shown(value)) for name, value in values.items())
    return tuple(Fact(label=label, value=value) for label, value in said)


def measures(values: Mapping[str, Any]) -> dict[str, float]:
    """The values that a policy's limits can be compared with: plain numbers of at least 0, by their names."""
    found = ((name, measure_of(value)) for name, value in values.items())
    return {name: number for name, number in found if number is not None}
