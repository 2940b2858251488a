"""A mail server that keeps every letter and sends none, so that nothing tried out here leaves this machine."""

import asyncio
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 200
LARGEST = 1024 * 1024
TAKEN = "250 OK: kept here, sent nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """A letter as it was handed in; `recipients` are those it would have gone to."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    date: str
    body: str


class Mailbox:
    """The server on 127.0.0.1, and the letters it was given, oldest first; it forgets all but the latest.

    Addresses in `refuses` are answered as a server answers for people it does not know.
    """

    def __init__(self, refuses: frozenset[str] = frozenset()) -> None:
        self.letters: deque[Caught] = deque(maxlen=KEPT)
        self.refuses = refuses
        self.port = 0
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._meet, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Listen no longer; the letters stay."""
        if self._server:
            self._server.close()
            self._server = None

    def _meet(self) -> SMTP:
        return SMTP(_Clerk(self), hostname="sandbox.localhost", data_size_limit=LARGEST, ident="A sandbox")


class _Clerk:
    """Answers one connection; aiosmtpd finds what it can answer by these methods' names."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_RCPT(  # noqa: N802, PLR0917 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.casefold() in self._mailbox.refuses:
            return "550 5.1.1 There is nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self._mailbox.letters.append(caught(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        return TAKEN


def caught(sender: str, recipients: tuple[str, ...], content: bytes) -> Caught:
    """A letter read; what cannot be read of it is left empty."""
    message = message_from_bytes(content, _class=EmailMessage, policy=default)
    part = message.get_body(preferencelist=("plain",))
    return Caught(
        sender=sender,
        recipients=recipients,
        subject=str(message["Subject"] or ""),
        message_id=str(message["Message-ID"] or "").strip(),
        date=str(message["Date"] or ""),
        body=part.get_content().replace("\r\n", "\n") if part else "",
    )
