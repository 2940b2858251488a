"""A letter: to whom, about what and in which words; nothing in it can become a header that nobody wrote."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

MOST_RECIPIENTS = 10
LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
LONGEST_SUBJECT = 150
LONGEST_BODY = 3000
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_IN_A_BODY = frozenset("\t\n")


class Unsendable(ValueError):
    """The letter cannot be sent as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter whose parts are sound; making one raises Unsendable."""

    to: tuple[str, ...]
    subject: str
    body: str

    def __post_init__(self) -> None:
        _check_recipients(self.to)
        sound_subject(self.subject)
        sound_body(self.body)


def addresses(text: str) -> tuple[str, ...]:
    """The e-mail addresses in a text, with commas, semicolons or blanks between them, each once; raises Unsendable."""
    found = {address.casefold(): address for address in re.split(r"[,;\s]+", text) if address}
    _check_recipients(tuple(found.values()))
    return tuple(found.values())


def sound_subject(text: str) -> str:
    """The text, if it can be a letter's subject: one line of it, not empty; raises Unsendable."""
    return _sound("subject", text, LONGEST_SUBJECT)


def sound_body(text: str) -> str:
    """The text with plain line breaks, if it can be a letter's body; raises Unsendable."""
    return _sound("body", text.replace("\r\n", "\n"), LONGEST_BODY, allowed=_IN_A_BODY)


def domain_of(address: str) -> str:
    """What stands behind the @, in small letters."""
    return address.rpartition("@")[2].casefold()


def message_id(key: str, sender: str) -> str:
    """The Message-ID of the letter sent under that key: the same for each repeat, which can so be recognised."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain_of(sender)}>"


def as_message(letter: Letter, sender: str, key: str, dated: datetime) -> bytes:
    """The letter as it travels; the same letter, key and date make the same bytes."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"] = sender
    message["To"] = ", ".join(letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(dated)
    message["Message-ID"] = message_id(key, sender)
    message.set_content(letter.body)
    return message.as_bytes()


def check_address(address: str) -> None:
    """Raise Unsendable for what is no plain e-mail address; names in front of one and comments are none."""
    local, _, _ = address.rpartition("@")
    is_short = len(address) <= LONGEST_ADDRESS and len(local) <= LONGEST_LOCAL_PART
    if not (is_short and _ADDRESS.fullmatch(address)):
        shown = _CONTROL.sub("?", address[:80])
        raise Unsendable(f"“{shown}” is no e-mail address such as name@example.com.")


def _check_recipients(to: Sequence[str]) -> None:
    if not 1 <= len(to) <= MOST_RECIPIENTS:
        raise Unsendable(f"A letter goes to 1 to {MOST_RECIPIENTS} addresses, and this one to {len(to)}.")
    for address in to:
        check_address(address)


def _sound(name: str, text: str, longest: int, allowed: frozenset[str] = frozenset()) -> str:
    if not text.strip():
        raise Unsendable(f"The letter's {name} is empty.")
    if len(text) > longest:
        raise Unsendable(f"The letter's {name} has {len(text)} characters, and {longest} at most may be sent.")
    if any(found[0] not in allowed for found in _CONTROL.finditer(text)):
        raise Unsendable(f"The letter's {name} has line breaks or other characters that have no place in it.")
    return text
