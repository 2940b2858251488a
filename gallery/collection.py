"""The whole collection: every specimen there is, in the order in which it is shown."""

from gallery.specimens import (
    batches,
    beside,
    closed_cards,
    ladders,
    modals,
    open_cards,
    parts,
    personal,
    private,
    starting,
    undoable,
)
from gallery.specimens.specimen import Specimen

ROOMS = (open_cards, ladders, closed_cards, undoable, batches, parts, beside, private, modals, starting, personal)


def collection(named: str = "") -> list[Specimen]:
    """All specimens, or those with these words in their heading and name; no two bear the same of both."""
    wanted = named.casefold().replace(" ", "-")
    return [specimen for room in ROOMS for specimen in room.specimens() if wanted in specimen.slug]
