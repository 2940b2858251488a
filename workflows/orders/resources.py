"""What an order holds and sends out: each an effect that happens once, most of which can be taken back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.review import Decision, compensation, effect
from workflows.journal import Effect, carry_out, reference_of
from workflows.orders import holds
from workflows.orders.holds import Hold
from workflows.orders.prices import BUDGET, CARRIER, pallets, pallets_said, total
from workflows.orders.state import OrderInput, Stock
from workflows.words import euros, one_line

RECALL_WINDOW = timedelta(minutes=10)


@compensation
async def give_back(key: str) -> None:
    """Release what is held under the key; to do it again changes nothing."""
    await asyncio.to_thread(holds.release, holds.place(), key)


@compensation
async def recall(reference: str) -> None:
    """Send word after a confirmation that it does not hold; to do it again changes nothing."""
    details = {"recalls": reference}
    entry = Effect(key=f"recall {reference}", workflow="orders", reference=reference, details=details)
    await carry_out(entry)


async def look_up(order: OrderInput) -> Stock:
    """What is left of everything the order needs."""
    path = holds.place()
    pieces, free, euros_left = [
        await asyncio.to_thread(holds.left, path, pool) for pool in (order.item.value, CARRIER, BUDGET)
    ]
    return Stock(pieces=pieces, pallets=free, euros=euros_left)


async def hold_budget(order: OrderInput, decision: Decision) -> str:
    """Hold the order's price, and say what was done; raises Short."""
    words = f"{euros(total(order))} held in the budget"
    return await _hold("budget", Hold(f"{decision.request_id} budget", BUDGET, total(order)), words)


async def reserve_pieces(order: OrderInput, decision: Decision) -> str:
    """Reserve the pieces in the warehouse, and say what was done; raises Short."""
    words = f"{order.quantity:,} × {order.item} reserved in the warehouse"
    return await _hold("pieces", Hold(f"{decision.request_id} pieces", order.item.value, order.quantity), words)


async def book_carrier(order: OrderInput, decision: Decision) -> str:
    """Book the carrier's pallets, and say what was done; raises Short."""
    words = f"{pallets_said(order)} to {one_line(order.city)} booked with the carrier"
    return await _hold("carrier", Hold(f"{decision.request_id} carrier", CARRIER, pallets(order)), words)


async def ship(order: OrderInput, decision: Decision) -> str:
    """Hand the goods over, which cannot be undone, and return the reference."""
    entry = _entry("shipment", "OR", order, decision)
    return await effect("ship", _sending(entry), words=f"{order.quantity:,} × {order.item} shipped", repeatable=True)


async def confirm(order: OrderInput, decision: Decision) -> str:
    """Confirm the order to the customer, which can be recalled for ten minutes, and return the reference."""
    entry = _entry("confirmation", "OC", order, decision)
    words = f"Order confirmation sent to {one_line(order.customer)}"
    return await effect("confirm", _sending(entry), recall, RECALL_WINDOW, words=words, repeatable=True)


async def _hold(name: str, hold: Hold, words: str) -> str:
    async def take() -> str:
        await asyncio.to_thread(holds.take, holds.place(), hold)
        return hold.key

    await effect(name, take, give_back, words=words, repeatable=True)
    return words


def _entry(what: str, prefix: str, order: OrderInput, decision: Decision) -> Effect:
    key = f"{decision.request_id} {what}"
    details = {"what": what, "order": order.model_dump_json(include=set(OrderInput.model_fields))}
    return Effect(key=key, workflow="orders", reference=reference_of(prefix, key), details=details)


def _sending(entry: Effect) -> Callable[[], Awaitable[str]]:
    async def send() -> str:
        await carry_out(entry)
        return entry.reference

    return send
