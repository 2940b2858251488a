"""The rule that plans an order where no model is set up.

Risk in hundredths: 10, 25, 45 or 65 by the price (up to 10,000, 50,000, 250,000, or more); plus 15 when it takes more
than half of what is in stock, 40 when it takes more than there is; plus 10 for more than ten pallets; plus 15 when the
note speaks of pressure or secrecy. At most 100. Nothing else in the note counts, whatever it says.
"""

import re

from workflows.orders.prices import pallets, pallets_said, total
from workflows.orders.state import OrderInput, Plan, Stock
from workflows.words import euros, one_line, plain

_BY_PRICE = ((10_000, 10), (50_000, 25), (250_000, 45))
_ABOVE = 65
_WARNING_SIGNS = re.compile(r"\b(urgent(ly)?|immediately|asap|secret(ly)?|confidential|do not tell)\b", re.IGNORECASE)


def plan(order: OrderInput, stock: Stock) -> Plan:
    """The plan of the rule above; the same for the same order and stock, every time."""
    parts = _parts(order, stock)
    start, rest = parts[0], [words for _, words in parts[1:]]
    return Plan(
        summary=f"Hold {euros(total(order))} of the budget, then {order.quantity:,} pieces in the warehouse and "
        f"{pallets_said(order)} to {one_line(order.city)} with the carrier, then ship. "
        f"The risk starts at {start[0] / 100:.2f} for {start[1]}.",
        risk=min(100, sum(points for points, _ in parts)) / 100,
        concerns=rest,
    )


def _parts(order: OrderInput, stock: Stock) -> list[tuple[int, str]]:
    """What adds to the risk, in hundredths and in words; the price comes first and is always there."""
    parts = [_by_price(total(order))]
    if order.quantity > stock.pieces:
        parts.append((40, f"Only {stock.pieces:,} of {order.quantity:,} are in stock (+0.40)"))
    elif order.quantity * 2 > stock.pieces:
        parts.append((15, f"It takes more than half of the {stock.pieces:,} in stock (+0.15)"))
    if pallets(order) > 10:
        parts.append((10, f"It takes {pallets(order)} pallets (+0.10)"))
    if sign := _WARNING_SIGNS.search(plain(order.note)):
        parts.append((15, f"The note speaks of pressure or secrecy: “{sign[0]}” (+0.15)"))
    return parts


def _by_price(price: int) -> tuple[int, str]:
    for limit, points in _BY_PRICE:
        if price <= limit:
            return points, f"a price up to {limit:,} EUR"
    return _ABOVE, f"a price above {_BY_PRICE[-1][0]:,} EUR"
