"""The fixed rules that read tool calls out of a task's words, for where no language model is set up.

A task is read in turns, which stand behind one another with `then`, a semicolon, a line's end or a full stop between
them. What stands within a turn with `and` between is done at the same time. Understood are, in English:
search for WORDS; read FILE; calculate NUMBERS; delete FILE; e-mail ADDRESS about SUBJECT: WORDS;
push SERVICE VERSION; pay AMOUNT CURRENCY to PAYEE for REASON. Anything else is left out, and that is said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

_TURNS = re.compile(r"\s*(?:;|\n|[.!]\s+|[.!]$|,?\s+then\s+)\s*", re.IGNORECASE)
_VERB = r"search|look|find|read|calculate|compute|delete|remove|e-?mail|push|deploy|release|pay|transfer|wire"
_CALLS = re.compile(rf",?\s+and\s+(?=(?:{_VERB})\b)", re.IGNORECASE)
_POLITE = re.compile(r"^(?:please|first|then|and|finally)[, ]+", re.IGNORECASE)
_PATTERNS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in {
            "search_notes": r"(?:(?:search|look)(?: through)?(?: the)?(?: notes)? for|find) (?P<query>.{1,200})",
            "read_file": r"read (?:the file )?(?P<path>[\w./-]{1,200})",
            "calculate": r"(?:calculate|compute) (?P<expression>[-+*/(). \d]{1,200})",
            "delete_file": r"(?:delete|remove) (?:the file )?(?P<path>[\w./-]{1,200})",
            "send_email": r"e-?mail (?P<to>\S+@\S+\w) about (?P<subject>[^:]{1,200}): (?P<body>.+)",
            "push_to_production": r"(?:push|deploy|release) (?P<service>[\w-]+) (?P<version>v?\d[\w.]*)"
            r"(?: to production)?",
            "make_payment": r"(?:pay|transfer|wire) (?P<amount>\d[\d,]*(?:\.\d+)?) (?P<currency>[a-z]{3}) to "
            r"(?P<payee>.{1,80}?)(?: for (?P<reference>.{1,140}))?",
        }.items()
    }
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A tool call that the words ask for."""

    name: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a task asks for: the calls of each turn, and what was not understood."""

    turns: tuple[tuple[Wish, ...], ...]
    unread: tuple[str, ...] = ()


def read(task: str) -> Wishes:
    """What the rules of this module make of a task; the same for the same words, every time."""
    turns: list[tuple[Wish, ...]] = []
    unread: list[str] = []
    for turn in filter(None, _TURNS.split(task.strip())):
        clauses = [_POLITE.sub("", clause.strip()) for clause in _CALLS.split(turn)]
        found = [(clause, _wish(clause)) for clause in clauses if clause]
        unread += [clause for clause, wish in found if wish is None]
        turns += [wishes] if (wishes := tuple(wish for _, wish in found if wish)) else []
    return Wishes(tuple(turns), tuple(unread))


def _wish(clause: str) -> Wish | None:
    for name, pattern in _PATTERNS.items():
        if said := pattern.fullmatch(clause.rstrip(".! ")):
            return Wish(name, _args(said.groupdict(default="")))
    return None


def _args(said: dict[str, str]) -> dict[str, Any]:
    """The words as the tools take them: an amount is a number, a currency in capitals."""
    args: dict[str, Any] = {name: words.strip() for name, words in said.items()}
    if "amount" in args:
        args |= {"amount": float(args["amount"].replace(",", "")), "currency": args["currency"].upper()}
    return args
