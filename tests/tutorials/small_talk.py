"""A bare question in the functional API: the answer is whatever people say."""

from langgraph.func import entrypoint, task
from langgraph.types import interrupt


@task
def look_up(order: str) -> str:
    return f"Order {order} is late by two days."


@entrypoint()
def graph(inputs: dict) -> str:
    news = look_up(inputs["order"]).result()
    words = interrupt(f"{news} What shall we tell the customer?")
    return f"Told the customer: {words}"
