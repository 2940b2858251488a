"""A chat model for where none is set up: it calls tools by fixed rules, and says that it is a stand-in."""

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable

from workflows.agent import wishes
from workflows.agent.wishes import Wish
from workflows.words import capital, one_line, sentence

NAME = "stand-in"
SAYS_SO = "No language model is set up (OPENAI_API_KEY is empty): fixed rules read this task, not a model."
_EXAMPLES = "“search for Globex”, “pay 4,200 EUR to Globex for GX-2041”, “delete old/export-2019.csv”"
_EDITED = "Tool response:\n"
_REFUSED, _WITH_REASON = "User rejected the tool call", "with reason: "
_UNEXPLAINED = "not approved, without a reason or because nobody answered in time, so it was not done."
_LONGEST = 300


class StandIn(BaseChatModel):
    """Calls the tools that the task's words ask for, turn by turn; a call that is refused or fails is its last."""

    @property
    def _llm_type(self) -> str:
        return NAME

    def bind_tools(self, tools: Sequence[Any], **_options: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """The same model: its rules know the tools already."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_options: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=_next(messages))])


def _next(messages: Sequence[BaseMessage]) -> AIMessage:
    """The next turn's calls, or the last words."""
    since = max((at for at, message in enumerate(messages) if isinstance(message, HumanMessage)), default=0)
    task = str(messages[since].content) if messages else ""
    asked = wishes.read(task)
    done = [message for message in messages[since:] if isinstance(message, ToolMessage)]
    turn = sum(bool(message.tool_calls) for message in messages[since:] if isinstance(message, AIMessage))
    if turn < len(asked.turns) and all(message.status != "error" for message in done):
        calls = [_call(wish, f"call-{since}-{turn}-{place}") for place, wish in enumerate(asked.turns[turn])]
        return _said("", calls)
    left = [wish.name for wishes_left in asked.turns[turn:] for wish in wishes_left]
    return _said(_last_words(done, left, asked.unread), [])


def _call(wish: Wish, call_id: str) -> ToolCall:
    return ToolCall(name=wish.name, args=dict(wish.args), id=call_id, type="tool_call")


def _said(words: str, calls: list[ToolCall]) -> AIMessage:
    return AIMessage(content=words, tool_calls=calls, response_metadata={"model_name": NAME})


def _last_words(done: Sequence[ToolMessage], left: Sequence[str], unread: Sequence[str]) -> str:
    if not done and not unread:
        return f"Nothing was asked for. {SAYS_SO} They understand words such as {_EXAMPLES}."
    lines = [_told(message) for message in done]
    if left:
        lines.append(f"Left undone after that: {', '.join(map(_named, left))}.")
    if unread:
        not_read = "; ".join(f"“{one_line(clause)[:80]}”" for clause in unread)
        lines.append(f"Not understood by the fixed rules: {not_read}. They understand {_EXAMPLES}.")
    return "\n".join([*lines, SAYS_SO])


def _told(message: ToolMessage) -> str:
    """A result in a line, cut where it is long; what the middleware says of a refusal, in shorter words."""
    result = one_line(str(message.content).rpartition(_EDITED)[2])
    if message.status == "error" and result.startswith(_REFUSED):
        _, why, reason = result.partition(_WITH_REASON)
        return f"{_named(message.name)}: {f'refused. Reason: {sentence(reason)}' if why else _UNEXPLAINED}"
    shown = result if len(result) <= _LONGEST else f"{result[:_LONGEST]}…"
    return f"{_named(message.name)}: {shown}"


def _named(tool: str | None) -> str:
    """The tool's name as people write it."""
    return capital(str(tool).replace("_", " "))
