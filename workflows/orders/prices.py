"""What an order comes to: its price, its pallets, and which pools it draws on."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from workflows.orders.state import Item, OrderInput

BUDGET, CARRIER = "budget", "carrier"
_PRICES: Mapping[Item, int] = MappingProxyType(
    {Item.LAPTOP: 1_250, Item.MONITOR: 310, Item.DESK: 480, Item.INFUSION_PUMP: 2_900}
)
_PER_PALLET: Mapping[Item, int] = MappingProxyType(
    {Item.LAPTOP: 60, Item.MONITOR: 24, Item.DESK: 6, Item.INFUSION_PUMP: 20}
)
CAPACITY: Mapping[str, int] = MappingProxyType(
    {
        BUDGET: 2_000_000,
        CARRIER: 120,
        Item.LAPTOP: 900,
        Item.MONITOR: 1_500,
        Item.DESK: 400,
        Item.INFUSION_PUMP: 250,
    }
)


def total(order: OrderInput) -> int:
    """The price of the whole order, in EUR."""
    return _PRICES[order.item] * order.quantity


def pallets(order: OrderInput) -> int:
    """How many pallets it takes."""
    return math.ceil(order.quantity / _PER_PALLET[order.item])


def pallets_said(order: OrderInput) -> str:
    """The pallets it takes in words, such as `1 pallet`."""
    number = pallets(order)
    return f"{number:,} pallet{'' if number == 1 else 's'}"
