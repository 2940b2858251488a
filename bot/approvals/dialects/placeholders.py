"""Placeholders: `$reason` and its like, which the configuration writes where an answer holds what people decided."""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from bot.approvals.dialects.shapes import Const, Fields, Items, Part, Shape, Take, Words

NAMES: Final = tuple(part.value for part in Part if part is not Part.EDITS)
_PIECE = re.compile(r"\$(?:(?P<dollar>\$)|(?P<name>[A-Za-z_]+)(?:\.(?P<field>\w+))?)?")


def shape_of(answer: JsonValue) -> Shape:
    """The shape of an answer as the configuration writes it; raises ValueError for a placeholder that there is not."""
    if isinstance(answer, str):
        return _of_text(answer)
    if isinstance(answer, list):
        return Items(items=tuple(shape_of(inner) for inner in answer))
    if isinstance(answer, dict):
        return Fields(fields={name: shape_of(inner) for name, inner in answer.items()})
    return Const(const=answer)


def taken_by(shape: Shape) -> Iterator[Take]:
    """Everything that a shape takes from the decision."""
    match shape:
        case Take():
            yield shape
        case Words(words=inner) | Items(items=inner):
            yield from (take for piece in inner for take in taken_by(piece))
        case Fields(fields=fields):
            yield from (take for piece in fields.values() for take in taken_by(piece))


def _of_text(text: str) -> Shape:
    """A placeholder alone keeps the type of what it stands for; among words it is one of them."""
    pieces = list(_pieces(text))
    if len(pieces) == 1:
        return pieces[0]
    return (
        Words(words=tuple(pieces)) if any(isinstance(piece, Take) for piece in pieces) else Const(const=_joined(pieces))
    )


def _pieces(text: str) -> Iterator[Const | Take]:
    end = 0
    for found in _PIECE.finditer(text):
        if found.start() > end:
            yield Const(const=text[end : found.start()])
        yield Const(const="$") if found["dollar"] else _take(found[0], found["name"] or "", found["field"] or "")
        end = found.end()
    if end < len(text) or not text:
        yield Const(const=text[end:])


def _take(written: str, name: str, field: str) -> Take:
    if not name:
        raise ValueError("write $$ for a dollar, and $reason or another placeholder with its name behind it")
    if name not in NAMES:
        close = difflib.get_close_matches(name, NAMES, n=1)
        hint = f"did you mean ${close[0]}?" if close else f"write one of {', '.join(f'${one}' for one in NAMES)}, or $$"
        raise ValueError(f"there is no placeholder {written}: {hint}")
    if field and name != Part.VALUES:
        raise ValueError(f"only $values has fields: write ${name}, or $values.{field}")
    return Take(take=Part(name), name=field)


def _joined(pieces: list[Const | Take]) -> str:
    return "".join(str(piece.const) for piece in pieces if isinstance(piece, Const))
