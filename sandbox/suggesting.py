"""Options that an app suggests while somebody types in an external select."""

from dataclasses import dataclass, field

from sandbox import interactions
from sandbox.actor import Actor, handed
from sandbox.blocks.checks import MESSAGE, Place, each
from sandbox.blocks.compositions import OPTION_GROUP, PLAIN_OPTION
from sandbox.screens import OpenView
from sandbox.wire import Json
from sandbox.workspace import Message

MOST_OPTIONS = 100
SHORTEST_QUERY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What the app offers, in one list or in groups; `error` says why there is nothing."""

    acked: bool
    options: list[Json] = field(default_factory=list)
    option_groups: list[Json] = field(default_factory=list)
    error: str | None = None


async def suggest(who: Actor, place: Message | OpenView, part: tuple[Json, Json], typed: str) -> Suggested:
    """Ask the app what it offers for `typed`; raises ValueError for an element that asks nothing."""
    element = part[1]
    if "external_select" not in element["type"]:
        raise ValueError(f"A {element['type']} loads no options.")
    if len(typed) < element.get("min_query_length", SHORTEST_QUERY):
        return Suggested(acked=False, error="query_too_short")
    ack = await handed(who, interactions.block_suggestion(who.realm, who.user, place, (part, typed)), accepts=True)
    return read_suggestions(ack.payload or {}) if ack.acked else Suggested(acked=False, error=ack.error)


def read_suggestions(answer: Json) -> Suggested:
    options, groups = answer.get("options", []), answer.get("option_groups", [])
    place = Place("", MESSAGE)
    each(PLAIN_OPTION, 0, MOST_OPTIONS)(options, place)
    each(OPTION_GROUP, 0, MOST_OPTIONS)(groups, place)
    if place.complaints or not {"options", "option_groups"} & answer.keys():
        return Suggested(acked=True, error="invalid_suggestions")
    return Suggested(acked=True, options=options, option_groups=groups)
