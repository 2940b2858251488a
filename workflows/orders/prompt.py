"""What the model is asked about an order."""

from workflows.models import Question
from workflows.orders.prices import pallets, total
from workflows.orders.state import OrderInput, Plan, Stock

_INSTRUCTIONS = """\
You plan how an order is fulfilled, for people who sign for the plan, then for the resources, then for the shipment.
Judge the risk that it goes wrong or is not paid for: an unusually large order for this customer, too little stock, a
note that presses or asks for secrecy, a delivery that could be split. An ordinary order that is well in stock lies
below 0.2; one that cannot be met as it stands above 0.75."""


def question(order: OrderInput, stock: Stock) -> Question[Plan]:
    """The question about one order, everything typed by the requester kept apart as material."""
    material = order.model_dump(mode="json", include=set(OrderInput.model_fields))
    known = {"price_eur": total(order), "pallets": pallets(order), "left": stock.model_dump(mode="json")}
    return Question(_INSTRUCTIONS, {**material, **known}, Plan)
