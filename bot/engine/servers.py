"""A LangGraph Server as we reach it: a client for each errand, and its errors told apart by whose turn it is."""

import contextlib
import os
import ssl
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from langgraph_sdk.client import LangGraphClient
from langgraph_sdk.errors import ConflictError, NotFoundError
from langgraph_sdk.schema import Assistant

from bot.faults import Fault

_KEYS = ("LANGGRAPH_API_KEY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY")
_TIMES = httpx.Timeout(connect=5, read=300, write=60, pool=5)  # seconds; a server says that it lives more often


class Unreachable(Exception):
    """The server, or what it is to run, is not there as configured; `remedy` says what the operator can do."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(wrong)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Server:
    """A server's address, and what every errand to it needs."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    tls: ssl.SSLContext = field(repr=False)

    @classmethod
    def at(cls, url: str) -> "Server":
        """The server at an address, with the API key that the environment has, if any."""
        key = next((found for name in _KEYS if (found := os.environ.get(name, "").strip().strip("\"'"))), "")
        return cls(url, {"x-api-key": key} if key else {}, httpx.create_ssl_context())

    @contextlib.asynccontextmanager
    async def client(self) -> AsyncIterator[LangGraphClient]:
        """A client of its own for each errand: it is bound to one event loop, and nobody has to close it later."""
        transport = httpx.AsyncHTTPTransport(verify=self.tls, retries=1)
        client = httpx.AsyncClient(base_url=self.url, transport=transport, timeout=_TIMES, headers=dict(self.headers))
        async with LangGraphClient(client) as errand:
            yield errand


@contextlib.contextmanager
def faults() -> Iterator[None]:
    """Whatever goes wrong between us and the server is a Fault: nothing is known of the run, so it is tried again."""
    try:
        yield
    except ConflictError:
        raise Fault("somebody else drives this thread on its server just now") from None
    except httpx.HTTPError as error:
        raise Fault(f"the workflow's server is in trouble: {_words(error)}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise Fault(f"the workflow's server answered something else than a LangGraph Server: {error!r}") from error


async def assistant_at(server: Server, name: str) -> Assistant:
    """The assistant of an id, or the one that a server made for the graph of a name; raises Unreachable."""
    try:
        async with server.client() as client:
            if _is_uuid(name):
                return await client.assistants.get(name)
            of_graph = await _of_graph(client, name)
            others = [] if of_graph else await client.assistants.search(limit=100)
    except httpx.HTTPError as error:
        raise _unreachable(server, name, error) from None
    except (KeyError, TypeError, ValueError) as error:
        remedy = "give the address of a LangGraph Server"
        raise Unreachable(f"{server.url} is no LangGraph Server: {error!r}", remedy) from None
    return _chosen(name, of_graph, others)


async def _of_graph(client: LangGraphClient, name: str) -> list[Assistant]:
    try:
        return await client.assistants.search(graph_id=name, limit=100)
    except NotFoundError:
        return []


def _chosen(name: str, of_graph: list[Assistant], others: list[Assistant]) -> Assistant:
    """The one assistant that a graph's name can mean; raises Unreachable where there is none, or no telling which."""
    made = [each for each in of_graph if (each.get("metadata") or {}).get("created_by") == "system"]
    if len(made or of_graph) == 1:
        return (made or of_graph)[0]
    if of_graph:
        raise Unreachable(f"{len(of_graph)} assistants run the graph {name!r}", "write the id of one of them behind #")
    known = ", ".join(sorted({each["graph_id"] for each in others})) or "nothing"
    raise Unreachable(f"its server has no assistant and no graph {name!r}", f"it serves {known}; write one behind #")


def _unreachable(server: Server, name: str, error: httpx.HTTPError) -> Unreachable:
    status = error.response.status_code if isinstance(error, httpx.HTTPStatusError) else 0
    match status:
        case 0:
            return Unreachable(f"its server cannot be reached: {_words(error)}", f"start it, or correct {server.url}")
        case 401 | 403:
            return Unreachable("its server does not let us in", f"set {_KEYS[0]} to a key of that server")
        case 404 | 422:
            return Unreachable(f"its server has no assistant {name!r}", "write an id or a graph's name behind #")
        case _:
            return Unreachable(f"its server answered with status {status}", "look into its log")


def _words(error: httpx.HTTPError) -> str:
    return str(error).strip() or type(error).__name__


def _is_uuid(name: str) -> bool:
    try:
        uuid.UUID(name)
    except ValueError:
        return False
    return True


def failure_of(thread: Mapping[str, Any]) -> str:
    """What a thread's last run raised, in words; "" where it raised nothing."""
    if thread.get("status") != "error":
        return ""
    told = thread.get("error")
    words = told.get("message") or told.get("error") if isinstance(told, Mapping) else told
    return str(words or "its run failed on its server")
