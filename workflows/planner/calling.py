"""Calls web services that are on a list, and no other: redirects are not followed, and names may not lead inside.

A name whose address is private (this machine, the local network) is refused, unless that very address is on the list
as well; the address that was checked is the one that is connected to.
"""

import os
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from socket import AddressFamily
from typing import NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.review import NotDone
from workflows.planner.actions import CallHttp, Method
from workflows.planner.outcome import Done, OutOfBounds

TIMEOUT_SECONDS = 15.0
MOST_BYTES = 2000
_SHOWN = 200


class Unreachable(NotDone):
    """No connection came about, so nothing was called; the message says why."""


class Unanswered(Exception):
    """The service was called, and nobody knows what it did: it did not answer, or broke off."""


class Place(NamedTuple):
    """Where a service is: how it is spoken to, its name in small letters, and its port."""

    scheme: str
    host: str
    port: int | None

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme]
        return f"{self.scheme}://{host}" if self.port == usual else f"{self.scheme}://{host}:{self.port}"


def listed() -> frozenset[Place]:
    """The places in COUNTERSIGN_PLANNER_HOSTS, such as https://api.example.com; raises OutOfBounds for any other."""
    places = (os.environ.get("COUNTERSIGN_PLANNER_HOSTS") or "").replace(",", " ").split()
    return frozenset(_listed_place(each) for each in places)


def check(url: str) -> URL:
    """The address, if it may be called; raises OutOfBounds."""
    wanted = _parsed(url)
    if wanted.user is not None or wanted.password is not None:
        raise OutOfBounds("An address with a password in it is not called.")
    if _place(wanted) not in listed():
        raise OutOfBounds(f"{_place(wanted)} is not on the list of places that may be called.")
    return wanted


async def call(action: CallHttp, key: str) -> Done:
    """Call it once, with the key as its Idempotency-Key, and tell what was answered.

    Raises OutOfBounds, Unreachable where it was certainly not called, and Unanswered where that is not known.
    """
    address = check(action.url)
    connector = aiohttp.TCPConnector(
        resolver=_Outside(frozenset(place.host for place in listed())), use_dns_cache=False
    )
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        return await _call(session, address, action, key)


async def _call(session: aiohttp.ClientSession, address: URL, action: CallHttp, key: str) -> Done:
    content = action.body.encode() if action.body and action.method is not Method.GET else None
    headers = {"Idempotency-Key": key, **({"Content-Type": "application/json"} if content else {})}
    request = session.request(action.method, address, data=content, headers=headers, allow_redirects=False)
    try:
        async with request as response:
            said = await response.content.read(MOST_BYTES)
            return _told(f"{action.method} {address}", response.status, said.decode(errors="replace"))
    except aiohttp.ClientConnectorError as error:
        raise Unreachable(f"{address.host} could not be reached, so nothing was called: {error.os_error}") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unanswered(f"{address.host} was called and did not answer ({type(error).__name__}).") from error


def _told(what: str, status: int, said: str) -> Done:
    line = " ".join(said.split())
    words = f": {line[:_SHOWN]}{'…' if len(line) > _SHOWN else ''}" if line else ""
    if 300 <= status < 400:
        return Done(done=False, words=f"{what} answered with a redirect (HTTP {status}), which is not followed.")
    name = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    return Done(done=status < 300, words=f"{what} answered {status} {name}{words}".strip())


class _Outside(AbstractResolver):
    """Finds the addresses of a name, and refuses those that lie inside."""

    def __init__(self, listed: frozenset[str]) -> None:
        self._listed = listed
        self._resolver = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        """All addresses of the name; raises OutOfBounds if one of them is private and not on the list."""
        found = await self._resolver.resolve(host, port, family)
        for each in found:
            if _is_inside(each["host"]) and each["host"] not in self._listed:
                raise OutOfBounds(f"{host} leads to a private address, which is not on the list.")
        return found

    async def close(self) -> None:
        """Nothing is kept open."""
        await self._resolver.close()


def _is_inside(address: str) -> bool:
    """Whether an address is of this machine, of the local network, or of nobody."""
    ip = ip_address(address.partition("%")[0])
    plain = ip.ipv4_mapped if isinstance(ip, IPv6Address) and ip.ipv4_mapped else ip
    return not plain.is_global or plain.is_multicast


def _listed_place(text: str) -> Place:
    url = _parsed(text)
    if url.user is not None or url.path != "/" or url.query_string or url.fragment:
        raise OutOfBounds(
            f"COUNTERSIGN_PLANNER_HOSTS names “{text}”, where only https://host or http://host may stand."
        )
    return _place(url)


def _place(url: URL) -> Place:
    return Place(url.scheme, (url.host or "").lower(), url.port)


def _parsed(text: str) -> URL:
    try:
        url = URL(text)
    except ValueError:
        raise OutOfBounds("That is no address that could be called.") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise OutOfBounds("Only addresses that begin with https:// or http:// may be called.")
    return url
