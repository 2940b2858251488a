"""A LangChain agent whose risky tools wait for people, all calls of a turn in one question."""

from langchain.agents import create_agent
from langchain.agents.middleware import HumanInTheLoopMiddleware
from langchain_core.tools import tool
from scripted_model import ScriptedModel


@tool
def search(query: str) -> str:
    """Search the notes."""
    return f"nothing about {query}"


@tool
def send_email(to: str, subject: str) -> str:
    """Send an e-mail."""
    return f"mail “{subject}” sent to {to}"


@tool
def make_payment(amount: float, recipient: str) -> str:
    """Pay somebody."""
    return f"paid {amount} to {recipient}"


model = ScriptedModel(
    calls=[
        {"name": "search", "args": {"query": "invoice"}, "id": "call-1"},
        {"name": "send_email", "args": {"to": "kim@example.com", "subject": "Your invoice"}, "id": "call-2"},
        {"name": "make_payment", "args": {"amount": 120.5, "recipient": "Kim"}, "id": "call-3"},
    ]
)
graph = create_agent(
    model,
    tools=[search, send_email, make_payment],
    middleware=[HumanInTheLoopMiddleware(interrupt_on={"send_email": True, "make_payment": True})],
)
