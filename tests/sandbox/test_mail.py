"""The sandbox's mail server keeps what it is given, and its page shows letters as plain text."""

from email.message import EmailMessage

import aiohttp
import aiosmtplib
import pytest

from sandbox import Mailbox, Sandbox, Settings
from sandbox.mail import KEPT
from tests.sandbox.rig import MANIFEST

HOSTILE = '<script>alert(1)</script><img src="https://evil.example/x">'


def letter(subject: str = "Hello", body: str = "It is late.") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "agent@northwind.example"
    message["To"] = "ana@example.com"
    message["Subject"] = subject
    message["Message-ID"] = "<1@northwind.example>"
    message.set_content(body)
    return message


async def hand_in(mailbox: Mailbox, message: EmailMessage) -> None:
    await aiosmtplib.send(message, hostname="127.0.0.1", port=mailbox.port, start_tls=False)


async def test_a_letter_is_kept_and_shown_and_nothing_in_it_is_more_than_text() -> None:
    mailbox = Mailbox()
    sandbox = Sandbox(MANIFEST, settings=Settings(mailbox=mailbox))
    await sandbox.start()
    try:
        await hand_in(mailbox, letter("Grüße " + HOSTILE, HOSTILE))
        async with aiohttp.ClientSession() as session, session.get(f"{sandbox.url}/mail") as response:
            page = await response.text()
            policy = response.headers["Content-Security-Policy"]
    finally:
        await sandbox.stop()
    assert "Grüße &lt;script&gt;" in page
    assert "<img" not in page
    assert "<script" not in page
    assert "ana@example.com" in page
    assert "default-src 'self'" in policy
    [kept] = mailbox.letters
    assert (kept.subject, kept.body.strip()) == ("Grüße " + HOSTILE, HOSTILE)
    assert kept.message_id == "<1@northwind.example>"


async def test_without_a_mailbox_there_is_no_mail() -> None:
    sandbox = Sandbox(MANIFEST)
    await sandbox.start()
    try:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{sandbox.url}/mail") as response:
                assert response.status == 404
            async with session.get(f"{sandbox.url}/people") as response:
                assert (await response.json())["mail"] is False
    finally:
        await sandbox.stop()


async def test_somebody_unknown_is_refused_and_only_the_latest_are_kept() -> None:
    mailbox = Mailbox(frozenset({"ana@example.com"}))
    await mailbox.start()
    try:
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused, match="nobody of that name"):
            await hand_in(mailbox, letter())
        assert not mailbox.letters
    finally:
        await mailbox.stop()
    assert mailbox.letters.maxlen == KEPT


async def test_it_listens_on_this_machine_alone_and_stops() -> None:
    mailbox = Mailbox()
    await mailbox.start()
    assert mailbox.port
    await mailbox.stop()
    with pytest.raises(aiosmtplib.SMTPConnectError):
        await hand_in(mailbox, letter())
