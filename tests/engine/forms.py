"""Inputs as teams have them: every kind of type that a state or a function's argument is written as."""

import operator
import typing
from dataclasses import dataclass, field
from typing import Annotated, Any

import typing_extensions
from langchain_core.messages import AnyMessage, BaseMessage
from langgraph.func import entrypoint
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.message import add_messages
from langgraph.managed import RemainingSteps
from pydantic import BaseModel, ConfigDict, Field


class Handle:
    """Something that no form can be made for."""


class Address(typing.TypedDict):
    """Part of a state."""

    street: str
    number: typing_extensions.NotRequired[int]


class Joke(typing.TypedDict):
    """A state as tutorials have it: the first field is for people, the others are for the steps."""

    topic: str
    joke: str
    scores: Annotated[list[int], operator.add]
    better_joke: str


class Careful(typing.TypedDict):
    """A state that says what may be left out."""

    notes: typing_extensions.NotRequired[dict[str, Any]]
    count: typing_extensions.NotRequired[Annotated[int, operator.add]]
    topic: str


class Strange(typing_extensions.TypedDict, total=False):
    """A state of which not everything can be described."""

    handle: Handle
    handles: list[Handle]
    topic: str
    left: RemainingSteps


class Placed(typing.TypedDict, total=False):
    """A state with others within."""

    home: Address
    others: list[Address]
    last: Address | None


@dataclass
class Counted:
    """A state that Python itself checks."""

    topic: str
    count: int = 3
    seen: list[str] = field(default_factory=list)


class Checked(BaseModel):
    """A state that pydantic checks."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    seen: list[str] = []
    topic: str = Field(max_length=40, description="What it is about")
    count: int | None = None


class Handled(Checked):
    """The same with something that cannot be described."""

    handle: Handle | None = None


class Spoken(MessagesState):
    """A conversation, and what its steps write beside."""

    summary: str


class Loose(typing_extensions.TypedDict):
    """A conversation of anything, under a name of its own."""

    talk: Annotated[list[Any], add_messages]
    summary: str


class Older(typing_extensions.TypedDict):
    """A conversation as older tutorials have it."""

    messages: Annotated[typing.Sequence[BaseMessage], operator.add]


class Managed(typing_extensions.TypedDict):
    """A state of which LangGraph fills something in."""

    topic: str
    left: RemainingSteps


class Talk(BaseModel):
    """A conversation that pydantic checks."""

    messages: Annotated[list[AnyMessage], add_messages]
    count: int = 1


def keeping(state: Any, takes: Any = None) -> Any:
    """A graph of one step that changes nothing."""

    async def keep(state: Any) -> dict[str, Any]:
        return {}

    builder = StateGraph(state, input_schema=takes)
    builder.add_node("keep", keep)
    builder.add_edge(START, "keep")
    return builder


@entrypoint()
async def says(topic: str) -> str:
    """Take one word."""
    return f"About {topic}"


@entrypoint()
async def takes_anything(values: dict[str, Any]) -> str:
    """Take an object of anything."""
    return ", ".join(values)


@entrypoint()
async def takes_model(wanted: Checked) -> str:
    """Take a model."""
    return wanted.topic.upper()


@entrypoint()
async def takes_dict(wanted: Careful) -> str:
    """Take a dict."""
    return wanted["topic"]


@entrypoint()
async def takes_talk(messages: list[BaseMessage]) -> str:
    """Take a conversation."""
    return messages[-1].text


@entrypoint()
async def takes_untold(given) -> str:  # type: ignore[no-untyped-def]
    """Take whatever it is."""
    return str(given)
