"""Hands a letter to the mail server, and tells apart what was taken, what was refused and what nobody knows."""

from contextlib import suppress
from datetime import datetime
from typing import Any, TypedDict

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPResponseException

from bot.review import NotDone
from workflows.letters.letter import Letter, as_message, message_id
from workflows.letters.server import MailServer, Tls

TIMEOUT_SECONDS = 20.0
_LONGEST_WORDS = 300


class Sent(TypedDict):
    """What became of a letter; `refused` has the server's words where it took none of it, and is empty otherwise."""

    message_id: str
    refused: str


class NotSent(NotDone):
    """The letter was certainly not sent, and may be sent later; the message says why."""


class MaybeSent(Exception):
    """The letter may or may not have been sent: the server fell silent when it had the whole of it."""


async def send(letter: Letter, server: MailServer, key: str, dated: datetime) -> Sent:
    """Hand the letter in, to all of its recipients or to none.

    The Message-ID comes from `key`. What the server refuses for good is returned in words; raises NotSent where it may
    take the letter later, and MaybeSent where the connection broke after the last word of it.
    """
    named = message_id(key, server.sender)
    content = as_message(letter, server.sender, key, dated)
    client = _client(server)
    try:
        try:
            await _introduce(client, server, letter.to)
        except SMTPResponseException as answer:
            return _refused(named, answer)
        except (SMTPException, OSError) as error:
            raise NotSent(f"The mail server could not be used: {_words(str(error))}") from error
        return await _hand_in(client, named, content)
    finally:
        await _leave(client)


def sent_of(came: Any, key: str, sender: str) -> Sent:
    """What `send` returned; where a person had to say whether it was sent, it was, under the Message-ID of that key."""
    if isinstance(came, dict) and isinstance(came.get("message_id"), str) and isinstance(came.get("refused"), str):
        return Sent(message_id=came["message_id"], refused=came["refused"])
    return Sent(message_id=message_id(key, sender), refused="")


def _client(server: MailServer) -> SMTP:
    return SMTP(
        hostname=server.host,
        port=server.port,
        timeout=TIMEOUT_SECONDS,
        use_tls=server.tls is Tls.TLS,
        start_tls=server.tls is Tls.STARTTLS,
    )


async def _introduce(client: SMTP, server: MailServer, to: tuple[str, ...]) -> None:
    """Everything before the letter itself: until then the server has nothing that it could send."""
    await client.connect()
    if server.user:
        await _sign_in(client, server)
    await client.mail(server.sender)
    for address in to:
        await client.rcpt(address)


async def _sign_in(client: SMTP, server: MailServer) -> None:
    """A wrong password is the operator's to mend, so the letter may be sent later."""
    try:
        await client.login(server.user, server.password)
    except SMTPException as error:
        raise NotSent(f"The mail server did not take SMTP_USER and SMTP_PASSWORD: {_words(str(error))}") from error


async def _hand_in(client: SMTP, named: str, content: bytes) -> Sent:
    try:
        await client.data(content)
    except SMTPDataError as answer:
        return _refused(named, answer)
    except (SMTPException, OSError) as error:
        raise MaybeSent(f"The mail server fell silent when it had the letter: {_words(str(error))}") from error
    return Sent(message_id=named, refused="")


async def _leave(client: SMTP) -> None:
    """Say goodbye, if anybody is still there; how that goes changes nothing."""
    with suppress(SMTPException, OSError):
        if client.is_connected:
            await client.quit()
    client.close()


def _refused(named: str, answer: SMTPResponseException) -> Sent:
    """A refusal for good; one that a server calls temporary (4xx) raises NotSent."""
    words = _words(f"{answer.message} (SMTP {answer.code})")
    if answer.code < 500:
        raise NotSent(f"The mail server did not take the letter now: {words}") from answer
    return Sent(message_id=named, refused=words)


def _words(said: str) -> str:
    """What the other side said, on one line and no longer than fits."""
    return " ".join(said.split())[:_LONGEST_WORDS]
