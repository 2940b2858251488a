"""Ids of Slack's shape: stable ones derived from words, and fresh ones counted up."""

import hashlib
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def base36(number: int, width: int) -> str:
    """`number` in capital letters and digits, cut or filled to `width`."""
    digits = ""
    while number and len(digits) < width:
        number, rest = divmod(number, 36)
        digits = ALPHABET[rest] + digits
    return digits.rjust(width, "0")


def digest(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


def stable(prefix: str, *words: str) -> str:
    """The same words always give the same id: `prefix`, a zero and nine more letters or digits."""
    return f"{prefix}0{base36(int(digest(prefix, *words), 16), 9)}"


@dataclass(slots=True)
class Ids:
    """Fresh ids; `counter` is kept with the workspace, so that an id is never given twice."""

    counter: int = 0

    def fresh(self, prefix: str) -> str:
        return stable(prefix, str(self.step()))

    def short(self) -> str:
        """Like the block_id Slack fills in: five letters or digits."""
        return stable("", "block", str(self.step()))[1:6]

    def step(self) -> int:
        self.counter += 1
        return self.counter
