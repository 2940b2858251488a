"""What is about oneself: the Home, and the modals for withdrawing, being away and searching."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.slack.answers import NOWHERE
from bot.slack.drawing import home, personal_modals
from bot.slack.drawing.home import Arrangement, Desk, Pages
from bot.slack.drawing.lists import Found
from gallery.specimens import asks
from gallery.specimens.cast import LENA, OTTO, TOM
from gallery.specimens.courses import START, numbered, opened
from gallery.specimens.private import closed_ones
from gallery.specimens.specimen import Specimen, view

HOMES = "Homes"
MODALS = "Modals about oneself"
TOMORROW = START + timedelta(days=1)


def specimens() -> Iterator[Specimen]:
    """Homes, then the modals."""
    yield from _homes()
    yield from _modals()


def _homes() -> Iterator[Specimen]:
    waiting = tuple(numbered(opened(asks.refund(100 * number)), number) for number in range(1, 8))
    decided = tuple(closed_ones())
    nothing = Found()
    away = Arrangement(OTTO, TOMORROW)
    full = Desk(
        waiting=Found(waiting),
        mine=Found((*waiting[:1], *decided[:2])),
        decided=Found(decided),
        stand_in=away,
        stood_in_for=(Arrangement(LENA, TOMORROW), Arrangement(TOM, TOMORROW)),
        at=START,
    )
    empty = Desk(waiting=nothing, mine=nothing, decided=nothing, stand_in=None, stood_in_for=(), at=START)
    yield view(HOMES, "A full Home", home.draw_home(full, Pages()))
    yield view(HOMES, "Its second page", home.draw_home(full, Pages(waiting=2)))
    yield view(HOMES, "An empty Home", home.draw_home(empty, Pages()))
    alone = replace(empty, stand_in=Arrangement("", TOMORROW + timedelta(days=4), since=TOMORROW))
    yield view(HOMES, "A Home of somebody who will be away", home.draw_home(alone, Pages()))
    yield view(HOMES, "The Home of somebody who may not act", home.closed_home())


def _modals() -> Iterator[Specimen]:
    found = Found(tuple(closed_ones()))
    yield view(MODALS, "Withdraw", personal_modals.withdraw_view(opened(asks.refund()).request, NOWHERE))
    yield view(MODALS, "Away", personal_modals.away_view(TOMORROW))
    yield view(MODALS, "Searching", personal_modals.searching_view())
    yield view(MODALS, "Found", personal_modals.results_view("ACME", found))
    yield view(MODALS, "Nothing found", personal_modals.results_view("Hooli", Found()))
