"""Which mail server takes our letters, as the environment says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from workflows.letters.letter import Unsendable, check_address

_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_REMEDY = "Whoever runs Countersign can mend that; see .env.example."


class NoMailServer(Exception):
    """No mail server can be used, so nothing can be sent; the message says which setting is to be mended."""


class Tls(StrEnum):
    """How the way to the mail server is kept private."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


_PORTS: Mapping[Tls, int] = MappingProxyType({Tls.NONE: 25, Tls.STARTTLS: 587, Tls.TLS: 465})


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed in, in whose name, and how we sign in; without a user we do not."""

    host: str
    port: int
    sender: str
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server() -> MailServer:
    """The server of SMTP_HOST, SMTP_PORT, SMTP_FROM, SMTP_USER, SMTP_PASSWORD and SMTP_TLS; raises NoMailServer."""
    environ = os.environ
    host = environ.get("SMTP_HOST") or ""
    if not host:
        raise NoMailServer(f"No mail server is set up (SMTP_HOST is empty), so no e-mail can be sent. {_REMEDY}")
    tls = _tls(environ.get("SMTP_TLS") or Tls.STARTTLS)
    user = environ.get("SMTP_USER") or ""
    if user and tls is Tls.NONE and host not in _THIS_MACHINE:
        raise NoMailServer(f"SMTP_TLS is none, so the password would travel unprotected. {_REMEDY}")
    return MailServer(
        host=host,
        port=_port(environ.get("SMTP_PORT") or str(_PORTS[tls])),
        sender=_sender(environ.get("SMTP_FROM") or ""),
        tls=tls,
        user=user,
        password=environ.get("SMTP_PASSWORD") or "",
    )


def _tls(text: str) -> Tls:
    if text not in set(Tls):
        raise NoMailServer(f"SMTP_TLS must be one of {', '.join(Tls)}. {_REMEDY}")
    return Tls(text)


def _port(text: str) -> int:
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise NoMailServer(f"SMTP_PORT must be a port's number, such as 587. {_REMEDY}")
    return int(text)


def _sender(text: str) -> str:
    try:
        check_address(text)
    except Unsendable as wrong:
        raise NoMailServer(f"SMTP_FROM must be the address letters come from. {wrong} {_REMEDY}") from None
    return text
