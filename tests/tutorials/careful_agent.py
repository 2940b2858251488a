"""The same with a question for each call."""

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.tools import tool
from scripted_model import ScriptedModel


@tool
def refund(order_id: str, amount: float) -> str:
    """Give money back."""
    return f"refunded {amount} for {order_id}"


@tool
def delete_account(customer: str) -> str:
    """Delete a customer's account."""
    return f"deleted {customer}"


model = ScriptedModel(
    calls=[
        {"name": "refund", "args": {"order_id": "A1", "amount": 10.0}, "id": "call-1"},
        {"name": "delete_account", "args": {"customer": "kim"}, "id": "call-2"},
    ]
)
graph = create_agent(
    model,
    tools=[refund, delete_account],
    middleware=[
        HumanInTheLoopMiddleware(
            interrupt_on={
                "refund": True,
                "delete_account": {"allowed_decisions": ["approve", "reject"], "description": "This cannot be undone"},
            },
            interrupt_mode="per_call",
        )
    ],
)
