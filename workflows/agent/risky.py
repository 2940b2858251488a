"""The tools for which people sign: each is an effect under its tool call's id, so that it happens once."""

import asyncio
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from langchain.tools import ToolRuntime, tool
from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool, ToolException
from pydantic import Field

from bot.review import NotDone, effect
from workflows.agent import folder
from workflows.agent.folder import NoSuchFile
from workflows.journal import Effect, reference_of
from workflows.letters import Letter, NoMailServer, NotSent, Sent, Unsendable, addresses, mail_server, send
from workflows.recording import on_record
from workflows.words import money

Runtime = ToolRuntime[Any, Any]
_PREFIXES = {"push_to_production": "DP", "make_payment": "PY"}


@tool
async def delete_file(
    path: Annotated[str, Field(max_length=200, description="Such as old/export-2019.csv")], runtime: Runtime
) -> str:
    """Delete a file of the folder."""
    key = _key("delete_file", {"path": path}, runtime)

    async def bury() -> str:
        try:
            await asyncio.to_thread(folder.delete, path, _digest(key))
        except NoSuchFile as missing:
            raise NotDone(str(missing)) from None
        return f"Deleted {path}."

    with _told_to_the_model():
        return await effect(key, bury, words=f"Deleted {path}", repeatable=True)


@tool
async def send_email(
    to: Annotated[str, Field(max_length=500, description="One or several addresses, with commas between")],
    subject: Annotated[str, Field(min_length=1, max_length=200)],
    body: Annotated[str, Field(min_length=1, max_length=3000, description="The whole letter")],
    runtime: Runtime,
) -> str:
    """Send an e-mail."""
    key = _key("send_email", {"to": to, "subject": subject, "body": body}, runtime)
    words = f"Sent the e-mail “{subject}” to {to}"
    with _told_to_the_model():
        letter, server = Letter(to=addresses(to), subject=subject, body=body), mail_server()

        async def hand_in() -> Sent:
            try:
                return await send(letter, server, _everywhere(key, runtime), _began(runtime))
            except NotSent as error:
                raise NotDone(str(error)) from error

        sent: Sent = await effect(key, hand_in, words=words)
    if sent["refused"]:
        raise ToolException(f"The mail server did not take the e-mail: {sent['refused']}")
    return f"{words}. Message-ID: {sent['message_id']}"


@tool
async def push_to_production(
    service: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")],
    version: Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$")],
    runtime: Runtime,
) -> str:
    """Put a version of a service live."""
    done = f"Pushed {service} {version} to production"
    details: dict[str, str | float] = {"service": service, "version": version}
    return await _journalled("push_to_production", details, done, runtime)


@tool
async def make_payment(  # noqa: PLR0917 - a model names each of them
    payee: Annotated[str, Field(min_length=1, max_length=80)],
    amount: Annotated[float, Field(gt=0, le=1_000_000_000, allow_inf_nan=False)],
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="Such as EUR")],
    reference: Annotated[str, Field(max_length=140, description="What it is for")],
    runtime: Runtime,
) -> str:
    """Pay money to somebody."""
    done = f"Paid {money(amount, currency)} to {payee}"
    details: dict[str, str | float] = {"payee": payee, "amount": amount, "currency": currency, "for": reference}
    return await _journalled("make_payment", details, done, runtime)


RISKY: tuple[BaseTool, ...] = (delete_file, send_email, push_to_production, make_payment)


async def _journalled(name: str, details: Mapping[str, str | float], done: str, runtime: Runtime) -> str:
    key = _key(name, details, runtime)
    everywhere = _everywhere(key, runtime)
    reference = reference_of(_PREFIXES[name], everywhere)
    entry = Effect(key=everywhere, workflow="agent", reference=reference, details=details)
    return f"{done}. Reference: {await on_record(key, entry, done)}."


@contextmanager
def _told_to_the_model() -> Iterator[None]:
    """What certainly did not happen is the tool's result, for the model to mend."""
    try:
        yield
    except (NotDone, Unsendable, NoMailServer) as wrong:
        raise ToolException(str(wrong)) from None


def _key(name: str, args: Mapping[str, str | float], runtime: Runtime) -> str:
    """The call's key within its run; some models number their calls anew each turn, so turn and arguments are part.

    Without the turn a second payment that people signed for would be told as paid, and be the first one's memory.
    """
    turn = sum(isinstance(message, AIMessage) for message in runtime.state["messages"])
    return f"{name} {turn} {str(runtime.tool_call_id)[:100]} {_digest(json.dumps(dict(args), sort_keys=True))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _everywhere(key: str, runtime: Runtime) -> str:
    """The key for those who know nothing of runs."""
    return f"{runtime.config['configurable']['thread_id']} {key}"


def _began(runtime: Runtime) -> datetime:
    """When the step began, which dates a letter."""
    seconds = runtime.execution_info.node_first_attempt_time if runtime.execution_info else None
    return datetime.fromtimestamp(seconds or 0.0, UTC)
