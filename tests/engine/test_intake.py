"""A form for every kind of input that teams have, and what is filled in becomes what the graph takes."""

from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import MessagesState

from bot.approvals.machine import RunState
from bot.engine.catalogue import Entry, compile_all
from bot.engine.finding import Found
from bot.engine.intake import Intake
from bot.slack.forms.fields import REST, fields_of
from bot.slack.forms.filling import Typed, from_pairs
from tests.engine import forms
from tests.engine.graphs import Wire, choosy, functional, wire
from tests.engine.workbench import workbench

# What people are asked for, in that order, and which of it they have to fill in.
ASKED: dict[str, tuple[Any, list[str], list[str]]] = {
    "a typing.TypedDict": (forms.keeping(forms.Joke), ["topic", "joke", "better_joke", "scores"], []),
    "one that says what may be left out": (forms.keeping(forms.Careful), ["topic", "count", "notes"], ["topic"]),
    "what cannot be described": (forms.keeping(forms.Strange), ["topic"], []),
    "a TypedDict within": (forms.keeping(forms.Placed), ["home", "others", "last"], []),
    "a dataclass": (forms.keeping(forms.Counted), ["topic", "count", "seen"], ["topic"]),
    "a pydantic state": (forms.keeping(forms.Checked), ["topic", "count", "seen"], ["topic"]),
    "a pydantic state with a handle": (forms.keeping(forms.Handled), ["topic", "count", "seen"], ["topic"]),
    "what LangGraph fills in": (forms.keeping(forms.Managed), ["topic"], ["topic"]),
    "an input of its own": (wire([]), ["amount"], ["amount"]),
    "an input in its author's order": (forms.keeping(forms.Joke, forms.Checked), ["seen", "topic", "count"], ["topic"]),
    "MessagesState": (forms.keeping(MessagesState), ["messages"], ["messages"]),
    "a conversation and more": (forms.keeping(forms.Spoken), ["messages", "summary"], ["messages"]),
    "a conversation of anything": (forms.keeping(forms.Loose), ["talk", "summary"], ["talk"]),
    "a conversation of old": (forms.keeping(forms.Older), ["messages"], ["messages"]),
    "a conversation of pydantic's": (forms.keeping(forms.Talk), ["messages", "count"], ["messages"]),
    "an agent": (create_agent(GenericFakeChatModel(messages=iter([]))), ["messages"], ["messages"]),
    "a function of a word": (forms.says, ["topic"], ["topic"]),
    "a function of an object": (forms.takes_anything, ["values"], ["values"]),
    "a function of a model": (forms.takes_model, ["seen", "topic", "count"], ["topic"]),
    "a function of a dict": (forms.takes_dict, ["notes", "count", "topic"], ["topic"]),
    "a function of a conversation": (forms.takes_talk, ["messages"], ["messages"]),
    "a function of whatever": (forms.takes_untold, ["given"], ["given"]),
}


@pytest.mark.parametrize(("graph", "asked", "required"), ASKED.values(), ids=ASKED)
def test_people_are_asked_for_what_a_graph_takes(graph: Any, asked: list[str], required: list[str]) -> None:
    fields = fields_of(entry(graph).workflow.input_schema)
    assert list(dict.fromkeys(field.path[0] for field in fields)) == asked
    assert [field.name for field in fields if field.required and not field.outer] == required


@pytest.mark.parametrize(("graph", "_asked", "_required"), ASKED.values(), ids=ASKED)
def test_a_form_is_small(graph: Any, _asked: list[str], _required: list[str]) -> None:
    schema = entry(graph).workflow.input_schema
    assert len(str(schema)) < 3000
    assert REST not in [field.name for field in fields_of(schema)]


def test_what_its_author_says_of_a_field_is_kept() -> None:
    schema = entry(forms.keeping(forms.Handled)).workflow.input_schema
    topic = schema["properties"]["topic"]
    assert (topic["maxLength"], topic["description"]) == (40, "What it is about")


def test_fields_that_cannot_be_described_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    entry(forms.keeping(forms.Strange))
    assert "['handle', 'handles']" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["a conversation and more", "a conversation of anything", "an agent"])
def test_a_conversation_is_one_text(name: str) -> None:
    graph, asked, _ = ASKED[name]
    field = fields_of(entry(graph).workflow.input_schema)[0]
    assert (field.name, field.look.value) == (asked[0], "long_text")


async def test_a_conversation_begins_with_what_was_typed(tmp_path: Path) -> None:
    agent = create_agent(GenericFakeChatModel(messages=iter([AIMessage("It is sunny.")])))
    async with workbench(tmp_path, {"agent": agent}) as bench:
        run = await bench.start("agent", messages="How is the weather?")
        ended = await bench.drive(run)
        assert (ended.state, ended.outcome) == (RunState.FINISHED, "It is sunny.")
        assert ended.input == {"messages": "How is the weather?"}
        saved = await bench.graph("agent").aget_state({"configurable": {"thread_id": run.key}})
        assert [type(message) for message in saved.values["messages"]] == [HumanMessage, AIMessage]


@pytest.mark.parametrize(
    ("name", "typed", "outcome"),
    [
        ("says", {"topic": "cats"}, "About cats"),
        ("takes_anything", {"values": '{"a": 1, "b": 2}'}, "a, b"),
        ("takes_model", {"topic": "cats", "count": "3"}, "CATS"),
        ("takes_dict", {"topic": "cats"}, "cats"),
        ("takes_talk", {"messages": "Hello"}, "Hello"),
        ("takes_untold", {"given": "7"}, "7"),
    ],
)
async def test_a_function_is_given_what_it_takes(
    tmp_path: Path, name: str, typed: dict[str, str], outcome: str
) -> None:
    async with workbench(tmp_path, {name: getattr(forms, name)}) as bench:
        filled = from_pairs(bench.catalogue[name].workflow.input_schema, Typed(typed))
        assert filled.errors == {}
        ended = await bench.drive(await bench.start(name, **filled.values))
    assert (ended.state, ended.outcome) == (RunState.FINISHED, outcome)


async def test_what_a_functions_own_type_refuses_ends_the_run_in_words(tmp_path: Path) -> None:
    async with workbench(tmp_path, {"model": forms.takes_model}) as bench:
        ended = await bench.drive(await bench.start("model", count="many"))
    assert ended.state is RunState.FAILED
    assert "topic" in ended.outcome


def test_what_is_no_form_is_handed_over_as_it_is() -> None:
    assert entry(functional([])).intake.given({"amount": 120}) == {"amount": 120}
    assert entry(choosy()).intake.given({"amount": 120}) == {"amount": 120}
    assert Intake(conversations=frozenset({"messages"})).given({"messages": []}) == {"messages": []}


def test_a_model_as_input_says_what_it_takes() -> None:
    schema = entry(forms.keeping(forms.Joke, Wire)).workflow.input_schema
    assert schema["properties"]["amount"]["exclusiveMinimum"] == 0


def entry(graph: Any) -> Entry:
    found = Found(name="flow", description="", where="flow", graph=graph)
    return compile_all([found], InMemorySaver())["flow"]
