"""Patterns, matched in time that grows with the text and not with its powers, so that none can stop the program.

The engine is the one pydantic uses by default. It knows no look-around; the most common sort, what must or must not
follow the beginning (`^(?=...)`, `^(?!...)`), is taken apart into patterns that must or must not match by themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pydantic_core import SchemaError, SchemaValidator, core_schema

from bot.slack.wording import form_words as words

LONGEST_PATTERN = 1000
_COUNT = re.compile(r"\{\s*(\d{0,9})\s*(?:,\s*(\d{0,9})\s*)?\}")
_LOOK = re.compile(r"\^\(\?([=!])")
_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


class BrokenPattern(ValueError):
    """This is no pattern that can be matched here; the message says why."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What must match and what must not; `states` is about how much the engine considers for each character."""

    must: tuple[SchemaValidator, ...]
    must_not: tuple[SchemaValidator, ...]
    states: int

    def found_in(self, text: str) -> bool:
        """Whether it matches anywhere in the text."""
        is_there = all(each.isinstance_python(text) for each in self.must)
        return is_there and not any(each.isinstance_python(text) for each in self.must_not)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """The pattern, ready to match; raises BrokenPattern."""
    if len(pattern) > LONGEST_PATTERN:
        raise BrokenPattern(words.long_pattern(LONGEST_PATTERN))
    parts = list(_taken_apart(pattern))
    return Pattern(
        must=tuple(_engine(each) for each, is_wanted in parts if is_wanted),
        must_not=tuple(_engine(each) for each, is_wanted in parts if not is_wanted),
        states=_states(pattern),
    )


def _engine(pattern: str) -> SchemaValidator:
    try:
        return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex", strict=True))
    except SchemaError as error:
        reason = str(error).strip().rpartition("\n")[2].strip()
        raise BrokenPattern(words.broken_pattern(pattern, reason)) from None


def _taken_apart(pattern: str) -> Iterator[tuple[str, bool]]:
    """The patterns that must match (true) or must not (false) so that this one matches."""
    while look := _LOOK.match(pattern):
        end = _closing(pattern, look.end())
        if not end:
            break
        yield f"^(?:{pattern[look.end() : end]})", look[1] == "="
        pattern = f"^{pattern[end + 1 :]}"
    yield pattern, True


def _closing(pattern: str, start: int) -> int:
    """Where the group opened before `start` ends; 0 where it does not, or where an alternative stands outside."""
    depth, end = 1, 0
    for token in _TOKEN.finditer(pattern, start):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        if depth == 0 and token[0] == "|":
            return 0
        if depth == 0 and not end:
            end = token.start()
    return end


def _states(pattern: str) -> int:
    """One for each character, multiplied by all counts, as counted groups may stand within one another."""
    states = len(pattern) + 1
    for least, most in _COUNT.findall(pattern):
        states *= max(1, int(most or least or 1))
    return states
