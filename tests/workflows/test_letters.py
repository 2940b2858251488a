"""Letters: no header that nobody wrote, one Message-ID for each key, and a clear word on what became of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from tests.workflows.letterboxes import SENDER, keeping, lead_to
from workflows.letters import (
    Letter,
    MailServer,
    MaybeSent,
    NoMailServer,
    NotSent,
    Tls,
    Unsendable,
    addresses,
    mail_server,
    message_id,
    send,
    sent_of,
)
from workflows.letters.letter import as_message

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
LETTER = Letter(to=("ana@example.com",), subject="Delay", body="Hello,\n\nit is late.\n.\nRegards")


async def test_a_letter_arrives_word_for_word_with_the_message_id_of_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    async with keeping(monkeypatch) as mailbox:
        sent = await send(LETTER, mail_server(), "req-1", NOON)
    [letter] = mailbox.letters
    assert (letter.sender, letter.recipients, letter.subject) == (SENDER, ("ana@example.com",), "Delay")
    assert letter.body.strip() == LETTER.body
    assert sent == {"message_id": letter.message_id, "refused": ""}
    assert letter.message_id == message_id("req-1", SENDER)
    assert letter.message_id.endswith("@northwind.example>")
    assert letter.date == "Mon, 05 Jan 2026 12:00:00 +0000"


async def test_a_repeat_bears_the_same_message_id(monkeypatch: pytest.MonkeyPatch) -> None:
    async with keeping(monkeypatch) as mailbox:
        for _ in range(2):
            await send(LETTER, mail_server(), "req-1", NOON)
        await send(LETTER, mail_server(), "req-2", NOON)
    first, repeat, other = (letter.message_id for letter in mailbox.letters)
    assert first == repeat != other


async def test_words_of_any_language_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    words = Letter(to=("ana@example.com",), subject="Grüße — 你好 “x”", body="Schöne Grüße, 你好\n" + "long " * 300)
    async with keeping(monkeypatch) as mailbox:
        await send(words, mail_server(), "req-1", NOON)
    assert mailbox.letters[0].subject == words.subject
    assert mailbox.letters[0].body.strip() == words.body.strip()


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\nBcc: eve@example.com",
        "Hello\r\nBcc: eve@example.com",
        "a\rb",
        "a\x00b",
        "a\u2028b",
        "a\x85b",
        " ",
        "x" * 151,
    ],
)
def test_a_subject_cannot_become_a_header(subject: str) -> None:
    with pytest.raises(Unsendable, match="subject"):
        Letter(to=("ana@example.com",), subject=subject, body="Hello")


@pytest.mark.parametrize("body", ["", " \n", "a\x00b", "a\rb", "x" * 3001, "a\ud800b"])
def test_a_body_out_of_bounds_is_refused(body: str) -> None:
    with pytest.raises(Unsendable, match="body"):
        Letter(to=("ana@example.com",), subject="Hello", body=body)


def test_a_body_cannot_end_the_headers_early() -> None:
    content = as_message(
        Letter(to=("ana@example.com",), subject="Hi", body="\n\nBcc: eve@example.com"), SENDER, "k", NOON
    )
    message = message_from_bytes(content, policy=default)
    assert "Bcc" not in message
    assert sorted(set(message.keys())) == [
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "ana",
        "ana@localhost",
        "ana@example.com\nBcc: eve@example.com",
        "ana@example.com>",
        "Ana <ana@example.com>",
        "<ana@example.com>",
        '"ana eve"@example.com',
        "ana@exa mple.com",
        "ana@@example.com",
        ".ana@example.com",
        "ana@-example.com",
        "ana@[127.0.0.1]",
        "änä@example.com",
        "a" * 65 + "@example.com",
        "ana@" + "e" * 250 + ".com",
        "",
    ],
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(Unsendable):
        Letter(to=(address,), subject="Hello", body="Hello")


def test_addresses_may_stand_apart_in_any_way_and_count_once() -> None:
    assert addresses(" a@example.com,b@example.com; A@Example.com\nc@example.com") == (
        "A@Example.com",
        "b@example.com",
        "c@example.com",
    )
    with pytest.raises(Unsendable, match="1 to 10 addresses, and this one to 0"):
        addresses(" , ")
    with pytest.raises(Unsendable, match="this one to 11"):
        addresses(",".join(f"p{number}@example.com" for number in range(11)))


async def test_a_recipient_whom_the_server_does_not_know_is_told_in_words_and_nobody_gets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letter = Letter(to=("ana@example.com", "gone@example.com"), subject="Hello", body="Hello")
    async with keeping(monkeypatch, "gone@example.com") as mailbox:
        sent = await send(letter, mail_server(), "req-1", NOON)
    assert "There is nobody of that name (SMTP 550)" in sent["refused"]
    assert not mailbox.letters


async def test_a_server_that_is_not_there_took_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with keeping(monkeypatch) as mailbox:
        port = mailbox.port
    lead_to(monkeypatch, port)
    with pytest.raises(NotSent, match="could not be used"):
        await send(LETTER, mail_server(), "req-1", NOON)


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        (["421 Busy"], NotSent),
        (["220 hi", "250 me", "451 Later"], NotSent),
        (["220 hi", "250 me", "250 ok", "452 Full"], NotSent),
        (["220 hi", "250 me", "250 ok", None], NotSent),
        (["220 hi", "250 me", "250 ok", "250 ok", "354 go", "451 Later"], NotSent),
        (["220 hi", "250 me", "250 ok", "250 ok", "354 go", None], MaybeSent),
        (["220 hi", "250 me", "250 ok", "250 ok", "354 go", "gibberish"], MaybeSent),
    ],
)
async def test_trouble_says_whether_it_may_have_been_sent(
    monkeypatch: pytest.MonkeyPatch, script: list[str | None], wanted: type[Exception]
) -> None:
    async with following(script) as port:
        lead_to(monkeypatch, port)
        with pytest.raises(wanted):
            await send(LETTER, mail_server(), "req-1", NOON)


async def test_a_letter_refused_for_good_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with following(["220 hi", "250 me", "250 ok", "250 ok", "354 go", "554 Spam"]) as port:
        lead_to(monkeypatch, port)
        sent = await send(LETTER, mail_server(), "req-1", NOON)
    assert sent["refused"] == "Spam (SMTP 554)"


async def test_a_wrong_password_sends_nothing_and_names_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    async with following(["220 hi", "250-me\r\n250 AUTH PLAIN", "535 No"]) as port:
        lead_to(monkeypatch, port)
        monkeypatch.setenv("SMTP_USER", "agent")
        monkeypatch.setenv("SMTP_PASSWORD", "wrong-secret")
        with pytest.raises(NotSent, match="SMTP_USER and SMTP_PASSWORD") as told:
            await send(LETTER, mail_server(), "req-1", NOON)
    assert "wrong-secret" not in str(told.value)


def test_what_people_found_out_counts_as_sent_under_its_message_id() -> None:
    for came in (None, "It is in their inbox", {"id": 7}):
        assert sent_of(came, "req-1", SENDER) == {"message_id": message_id("req-1", SENDER), "refused": ""}


def test_without_a_server_the_setting_is_named() -> None:
    with pytest.raises(NoMailServer, match="SMTP_HOST is empty"):
        mail_server()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SMTP_PORT", "many", "SMTP_PORT must be"),
        ("SMTP_PORT", "70000", "SMTP_PORT must be"),
        ("SMTP_TLS", "maybe", "SMTP_TLS must be one of none, starttls, tls"),
        ("SMTP_FROM", "Agent", "SMTP_FROM must be"),
        ("SMTP_FROM", "", "SMTP_FROM must be"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    lead_to(monkeypatch, 25)
    monkeypatch.setenv(name, value)
    with pytest.raises(NoMailServer, match=words):
        mail_server()


def test_no_password_travels_unprotected(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_to(monkeypatch, 25)
    monkeypatch.setenv("SMTP_USER", "agent")
    assert mail_server().user == "agent"
    monkeypatch.setenv("SMTP_HOST", "mail.example.com")
    with pytest.raises(NoMailServer, match="unprotected"):
        mail_server()


@pytest.mark.parametrize(("tls", "port"), [("none", 25), ("starttls", 587), ("tls", 465), ("", 587)])
def test_each_way_has_its_usual_port(monkeypatch: pytest.MonkeyPatch, tls: str, port: int) -> None:
    lead_to(monkeypatch, 1)
    monkeypatch.setenv("SMTP_PORT", "")
    monkeypatch.setenv("SMTP_TLS", tls)
    assert mail_server().port == port


def test_the_password_is_not_shown() -> None:
    server = MailServer(host="h", port=25, sender=SENDER, tls=Tls.TLS, user="u", password="wrong-secret")
    assert "wrong-secret" not in repr(server)


@asynccontextmanager
async def following(script: list[str | None]) -> AsyncIterator[int]:
    """A server that answers line by line as written; at None it hangs up. It takes the letter as one line."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number, line in enumerate(script):
            if number:
                await _heard(reader, is_letter=str(script[number - 1]).startswith("354"))
            if line is None:
                break
            writer.write(f"{line}\r\n".encode())
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def _heard(reader: asyncio.StreamReader, *, is_letter: bool) -> None:
    await reader.readuntil(b"\r\n.\r\n" if is_letter else b"\r\n")
