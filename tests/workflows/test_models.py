"""The language model: good answers, bad ones, and none."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from pydantic import BaseModel, Field

from tests.workflows.examples import HOSTILE
from tests.workflows.servers import Reply, Server, completion, raw, serving, status, text, tool_call
from workflows import models
from workflows.models import ModelUnavailable, Question, UnreadableAnswer, judge, prompt

GOOD = tool_call("Opinion", {"risk": 0.25})
UNREADABLE = {
    "torn arguments": tool_call("Opinion", '{"risk": 0.'),
    "a risk out of bounds": tool_call("Opinion", {"risk": 7}),
    "not a number": tool_call("Opinion", '{"risk": NaN}'),
    "a missing field": tool_call("Opinion", {}),
    "another tool": tool_call("Approve", {}),
    "prose": text("I would approve this."),
    "a refusal": completion({"refusal": "I cannot help with that."}),
    "a web page": raw("<html>Bad gateway</html>", "text/html"),
    "torn JSON": raw('{"choices": ['),
    "no choices": raw('{"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": []}'),
    "another shape": raw("[1, 2]"),
}

Modelled = Callable[..., AbstractAsyncContextManager[Server]]


class Opinion(BaseModel):
    """An opinion."""

    risk: float = Field(ge=0, le=1)


QUESTION = Question("Judge this.", {"reason": "broken"}, Opinion)


def rule() -> Opinion:
    """What is answered without a model."""
    return Opinion(risk=0.5)


@pytest.fixture
def modelled(monkeypatch: pytest.MonkeyPatch) -> Iterator[Modelled]:
    """Sets up a model whose server gives these replies."""

    @asynccontextmanager
    async def set_up(*replies: Reply) -> AsyncIterator[Server]:
        async with serving(*replies) as server:
            monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
            monkeypatch.setenv("OPENAI_BASE_URL", server.address)
            monkeypatch.setenv("OPENAI_MODEL", "some-model")
            yield server

    yield set_up


async def test_a_good_answer_comes_back_typed_and_without_a_notice(modelled: Modelled) -> None:
    async with modelled(GOOD) as server:
        judgement = await judge(QUESTION, rule)
    assert judgement.answer == Opinion(risk=0.25)
    assert not judgement.notice
    assert [body["model"] for body in server.bodies] == ["some-model"]
    assert server.headers[0]["Authorization"] == "Bearer key-of-the-test"


@pytest.mark.parametrize("first", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_an_unreadable_answer_is_asked_for_again(modelled: Modelled, first: Reply) -> None:
    async with modelled(first, GOOD) as server:
        assert (await judge(QUESTION, rule)).answer == Opinion(risk=0.25)
    assert len(server.bodies) == 2
    assert server.bodies[1]["messages"][-1]["content"] == models.AGAIN


@pytest.mark.parametrize("reply", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_an_answer_unreadable_three_times_in_a_row_fails_in_words(modelled: Modelled, reply: Reply) -> None:
    async with modelled(reply) as server:
        with pytest.raises(UnreadableAnswer, match="could not be read three times in a row"):
            await judge(QUESTION, rule)
    assert len(server.bodies) == models.ATTEMPTS == 3


@pytest.mark.parametrize("code", [500, 429])
async def test_a_server_in_trouble_is_tried_again(modelled: Modelled, code: int) -> None:
    async with modelled(status(code, Retry_After_Ms="5"), GOOD) as server:
        assert (await judge(QUESTION, rule)).answer == Opinion(risk=0.25)
    assert len(server.bodies) == 2


@pytest.mark.parametrize(
    ("code", "requests", "words"),
    [
        (500, 3, "answered with an error"),
        (429, 3, "too much to do"),
        (401, 1, "refused the key in OPENAI_API_KEY"),
        (404, 1, "does not know the model in OPENAI_MODEL"),
        (400, 1, "answered with an error"),
    ],
)
async def test_a_server_that_stays_in_trouble_is_named_in_words(
    modelled: Modelled, code: int, requests: int, words: str
) -> None:
    async with modelled(status(code, Retry_After_Ms="5")) as server:
        with pytest.raises(ModelUnavailable, match=words) as caught:
            await judge(QUESTION, rule)
    assert len(server.bodies) == requests
    assert f"HTTP {code}" in str(caught.value)
    assert "key-of-the-test" not in str(caught.value)


async def test_an_unreachable_server_is_named_in_words(modelled: Modelled) -> None:
    async with modelled(GOOD):
        pass
    with pytest.raises(ModelUnavailable, match="could not be reached"):
        await judge(QUESTION, rule)


async def test_a_server_that_never_answers_is_given_up_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        given_up.set()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
        monkeypatch.setattr(models, "TIMEOUT_SECONDS", 0.2)
        monkeypatch.setattr(models, "RETRIES", 0)
        with pytest.raises(ModelUnavailable, match="did not answer within"):
            await judge(QUESTION, rule)
        await given_up.wait()


@pytest.mark.parametrize("key", [None, ""])
async def test_without_a_key_the_rule_answers_and_says_so(monkeypatch: pytest.MonkeyPatch, key: str | None) -> None:
    if key is not None:
        monkeypatch.setenv("OPENAI_API_KEY", key)
    judgement = await judge(QUESTION, rule)
    assert judgement.answer == Opinion(risk=0.5)
    assert "fixed rule judged this, not a model" in judgement.notice


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_people_typed_stays_between_marks_they_could_not_guess(typed: str) -> None:
    material = {"reason": typed}
    system, human = (str(message.content) for message in prompt(Question("Judge this.", material, Opinion)))
    opening, *body, closing = human.split("\n")
    assert json.loads("\n".join(body)) == material
    assert closing == f"</{opening[1:]}"
    assert opening in system
    assert opening not in str(prompt(QUESTION)[1].content)
    assert typed not in system
