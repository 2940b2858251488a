"""How much of an ask is shown: all of it, or caps that leave something of every part."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.wording import quantities
from bot.slack.wording.quantities import Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much is shown: characters of the notice, of the summary and of each item, and items in each list."""

    notice: int
    summary: int
    item: int
    items: int


FULL = Caps(notice=10**9, summary=10**9, item=10**9, items=10**9)
LADDER = (
    FULL,
    Caps(notice=800, summary=2400, item=600, items=20),
    Caps(notice=500, summary=1500, item=240, items=8),
    Caps(notice=300, summary=900, item=90, items=4),
)


def left_out(items: Sequence[object], caps: Caps, what: Thing) -> list[str]:
    """The mark at the end of a list that is over its cap; nothing where all of it is shown."""
    over = len(items) - caps.items
    return [quantities.left_out(over, what)] if over > 0 else []
