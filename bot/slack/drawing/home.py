"""The App Home: what waits for a person, what they asked for, what was decided, and who stands in for them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.drawing import lists, rows
from bot.slack.drawing.lists import Found, Which
from bot.slack.wording import home_words as words
from bot.slack.wording import list_words

View = dict[str, Any]

MOST_ARRANGEMENTS = 10
LONGEST_SEARCH = 100
_FOLLOWED = {
    Which.MINE: (list_words.MINE, words.NOTHING_MINE),
    Which.HISTORY: (list_words.HISTORY, words.NOTHING_DECIDED),
}


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of each list is wanted, counted from 1."""

    waiting: int = 1
    mine: int = 1
    history: int = 1

    @classmethod
    def read(cls, metadata: str) -> "Pages":
        """The pages noted in a home's private_metadata; the first of each where it says something else."""
        try:
            told = json.loads(metadata)
            return cls(*(int(told[name]) for name in cls.__slots__))
        except (ValueError, TypeError, KeyError):
            return cls()

    def metadata(self) -> str:
        """The pages as a home's private_metadata."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})

    def turned(self, which: Which, number: int) -> "Pages":
        """The pages with another one of one list."""
        return replace(self, **{which.value: number}) if which.value in self.__slots__ else self


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Somebody decides in somebody's place until then: whom it is about is told apart by where it stands.

    `person` is empty where nobody does; `since` is when it begins, if that is still to come.
    """

    person: str
    until: datetime
    since: datetime | None = None

    def told(self, say: Callable[[str, str, str], str]) -> str:
        """The arrangement in those words, which take the person, the end and the beginning."""
        person = text.user(self.person) if self.person else ""
        return say(person, text.moment(self.until), text.moment(self.since) if self.since else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that one person's home shows; `stand_in` decides for them, and they for all of `stood_in_for`."""

    waiting: Found
    mine: Found
    decided: Found
    stand_in: Arrangement | None
    stood_in_for: Sequence[Arrangement]
    at: datetime


def draw_home(desk: Desk, pages: Pages) -> View:
    """The home of somebody who may act."""
    drawn = [
        _search(),
        *_waiting(desk.waiting, pages.waiting),
        _divider(),
        *_followed(Which.MINE, desk.mine, pages.mine),
        _divider(),
        *_followed(Which.HISTORY, desk.decided, pages.history),
        _divider(),
        *_absence(desk),
        blocks.context(words.updated(text.moment(desk.at))),
    ]
    return {"type": "home", "blocks": drawn, "private_metadata": pages.metadata()}


def closed_home() -> View:
    """The home of somebody who may not act: it shows nothing."""
    return {"type": "home", "blocks": [blocks.section(words.MEMBERS_ONLY)]}


def _waiting(found: Found, wanted: int) -> list[Block]:
    page = lists.page_of(found, wanted)
    return [
        blocks.header(lists.titled(list_words.WAITING, found)),
        *([] if found.requests else [blocks.section(words.NOTHING_WAITING)]),
        *(block for request in page.requests for block in rows.to_answer(request)),
        *lists.turning(page, lambda number: f"home_page:{Which.WAITING}:{number}"),
        *lists.notes(found),
    ]


def _followed(which: Which, found: Found, wanted: int) -> list[Block]:
    title, nothing = _FOLLOWED[which]
    page = lists.page_of(found, wanted)
    return [
        blocks.header(lists.titled(title, found)),
        *([] if found.requests else [blocks.section(nothing)]),
        *(block for request in page.requests for block in rows.to_follow(request, own=which is Which.MINE)),
        *lists.turning(page, lambda number: f"home_page:{which}:{number}"),
    ]


def _search() -> Block:
    """A field whose words are sent by the Enter key."""
    typing = {
        "type": "plain_text_input",
        "action_id": "home_search",
        "max_length": LONGEST_SEARCH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    drawn = blocks.field("search", words.SEARCH_LABEL, typing, hint=words.SEARCH_HINT)
    return drawn | {"dispatch_action": True}


def _divider() -> Block:
    return {"type": "divider"}


def _absence(desk: Desk) -> list[Block]:
    own = desk.stand_in
    others = [other.told(words.stands_in_for) for other in desk.stood_in_for[:MOST_ARRANGEMENTS]]
    told = [own.told(words.stands_in) if own else words.NOBODY_STANDS_IN, *others]
    away = blocks.button(words.AWAY_CHANGE if own else words.AWAY, "home_away", "away")
    back = [blocks.button(words.BACK, "home_back", "back")] if own else []
    return [blocks.header(words.AWAY_HEADING), blocks.section("\n".join(told)), blocks.actions([away, *back])]
