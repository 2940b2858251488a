"""The rule that plans where no model is set up: the first of these that the request fits.

An address with an @ makes an e-mail whose body is the request, or what stands behind “tell … that”. An http(s) address
makes a GET, or a POST where the request says post, trigger, start or call. A file's name makes a file, of what stands
behind a colon or else of the request; a course without a file's name becomes one under courses/. Words of money,
claims, medicine, deployments or purchases make a row in their table, with what can be read off the request. Everything
else becomes a note. The risk is the least that the kind of action has. What an action could not take, such as too long
an address, does not fit.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from pydantic import ValidationError

from workflows.planner.actions import (
    LONGEST_CELL,
    LONGEST_LINE,
    CallHttp,
    Method,
    Planned,
    SendEmail,
    WriteFile,
    WriteRow,
)
from workflows.planner.state import Proposal
from workflows.planner.tables import ROOMY, Table
from workflows.words import capital, one_line, sentence

NOT_SAID = "not said"
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TOLD = re.compile(
    rf"(?:please )?(?:tell|inform|notify|e-?mail|write to) {_ADDRESS.pattern}(?: that|:) (?P<message>.+)",
    re.IGNORECASE | re.DOTALL,
)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_URL = re.compile(r"https?://[^\s\"'<>]+")
_FILE = re.compile(r"(?<![\w./-])/?(?:\.{0,2}[\w-]+/|\.\./)*[\w-]+\.(?:md|txt|csv|json)\b")
_ACTIVE = re.compile(r"\b(post|trigger|start|call|notify)\b", re.IGNORECASE)
_COURSE = re.compile(
    r"\b(?:course|lesson|handout)(?: material)?(?: on| about| for)? (?P<topic>[\w -]{3,40})", re.IGNORECASE
)

# The words that lead to a table, and what each of its columns is read off by; the first group is the value.
_MONEY = r"(?:EUR|USD|GBP|CHF)"
_NAME = r"([A-Z][\w&]+(?: [A-Z][\w&]+)*)"
_ROWS: Mapping[Table, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        Table.SETTLEMENTS: (
            r"settle\w*|claim",
            {
                "claim": r"claim (\S*\d)",
                "party": rf"\bwith {_NAME}",
                "amount": rf"(\d[\d.,]*\s?{_MONEY})",
                "terms": r"\b((?:against|provided|if) .{3,200}?)(?:[.;]|$)",
            },
        ),
        Table.TRANSFERS: (
            r"wire|transfer|pay",
            {
                "payee": rf"\bto {_NAME}",
                "amount": rf"(\d[\d.,]*)\s?{_MONEY}",
                "currency": rf"\d\s?({_MONEY})",
                "purpose": r"\bfor (.{3,200}?)(?:[.;]|$)",
            },
        ),
        Table.CLINICAL_ORDERS: (
            r"patient|prescribe|imaging|blood count",
            {
                "patient": r"\b([A-Z]{1,4}-\d+)",
                "ordered": r"\b(?i:order|prescribe) (.{3,120}?)(?: for |[.;]|$)",
                "urgency": r"\b(routine|urgent|emergency)\b",
            },
        ),
        Table.DEPLOYMENTS: (
            r"deploy|roll out|release",
            {
                "service": r"\b(?i:deploy|roll out|release) ([\w-]+)",
                "version": r"\b(\d+\.\d+(?:\.\d+)*)",
                "environment": r"\b(production|staging)\b",
            },
        ),
        Table.ORDERS: (
            r"order|buy|purchase",
            {
                "item": r"\b\d+ ([A-Za-z][\w -]{2,60}?)(?: from | for |[.,;]|$)",
                "quantity": r"\b(\d+)\b",
                "supplier": rf"\bfrom {_NAME}",
            },
        ),
    }
)


def plan(request: str) -> Proposal:
    """The proposal of the rule above; the same for the same request, every time."""
    said = _UNWRITABLE.sub(" ", request)
    for attempt in (_email, _call, _file, _course, _row):
        with suppress(ValidationError):
            if action := attempt(said):
                return _proposed(action)
    values = {"subject": _short(said) or NOT_SAID, "words": said.strip()[:500] or NOT_SAID}
    return _proposed(WriteRow(type="database", table=Table.NOTES, values=values))


def _email(request: str) -> Planned | None:
    found = _ADDRESS.findall(request)
    if not found:
        return None
    told = _TOLD.fullmatch(request.strip())
    message = sentence(capital(told["message"])) if told else request
    subject, body = _short(message), f"Hello,\n\n{message}\n\nKind regards"
    return SendEmail(type="email", to=", ".join(found[:10]), subject=subject, body=body)


def _call(request: str) -> Planned | None:
    found = _URL.search(request)
    if not found:
        return None
    url = found[0].rstrip(".,;")
    if not _ACTIVE.search(request):
        return CallHttp(type="http", method=Method.GET, url=url)
    return CallHttp(type="http", method=Method.POST, url=url, body=json.dumps({"request": one_line(request)}))


def _file(request: str) -> Planned | None:
    found = _FILE.search(request)
    return WriteFile(type="file", path=found[0], content=_behind_colon(request)) if found else None


def _course(request: str) -> Planned | None:
    found = _COURSE.search(request)
    if not found:
        return None
    slug = "-".join(re.findall(r"[a-z0-9]+", found["topic"].casefold()))
    content = f"# {found['topic'].strip().capitalize()}\n\n{_behind_colon(request)}"
    return WriteFile(type="file", path=f"courses/{slug or 'course'}.md", content=content)


def _row(request: str) -> Planned | None:
    for table, (words, columns) in _ROWS.items():
        if re.search(rf"\b(?:{words})\b", request, re.IGNORECASE):
            values = {column: _read_off(column, pattern, request) for column, pattern in columns.items()}
            return WriteRow(type="database", table=table, values=values)
    return None


def _proposed(action: Planned) -> Proposal:
    return Proposal(
        description=action.described,
        action=action,
        risk=action.floor,
        reasoning="The words of the request lead to this; the risk is the least that this kind of action has.",
        concerns=_missing(action),
    )


def _missing(action: Planned) -> list[str]:
    values = action.terms()
    return [f"The request does not say: {name}." for name, value in values.items() if value == NOT_SAID]


def _read_off(column: str, pattern: str, request: str) -> str:
    found = re.search(pattern, one_line(request))
    longest = LONGEST_CELL if column in ROOMY else LONGEST_LINE
    return found[1].strip()[:longest] if found else NOT_SAID


def _behind_colon(request: str) -> str:
    """What stands behind the first colon that ends a word, or else all of it."""
    _, _, behind = request.partition(": ")
    return behind.strip() or request


def _short(text: str) -> str:
    line = one_line(text).rstrip(".")
    return line if len(line) <= 60 else f"{line[:59]}…"
