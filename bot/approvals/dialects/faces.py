"""What people are shown of a plain payload: its title, its text, and everything else that it holds as facts."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from bot.approvals.ask import Action, Ask, Fact
from bot.approvals.values import clipped

LONGEST_TITLE: Final = 150
_LONGEST_NAME = 80
_GREATEST = 1e15
_UNTITLED = "A workflow asks"
_TITLES = ("title", "question", "message", "prompt", "subject", "query", "task")
_LAST = ("instructions", "instruction")  # how to answer, which is no title while anything else can be one
_NO_TITLES = frozenset({"type", "kind", "version", "status", "timestamp", "created_at"})
_TEXTS = ("summary", "description", "details", "detail", "content", "text", "body")


def asked(
    value: Any,
    actions: Sequence[Action] = (),
    *,
    besides: Collection[str] = (),
    facts: Sequence[Fact] = (),
    notice: str = "",
) -> Ask:
    """The ask that shows a payload whole, but for the fields `besides`, which it shows in another way: as `facts`."""
    fields = {str(name): inner for name, inner in value.items() if name not in besides} if is_object(value) else {}
    named, told = _of_object(fields) if is_object(value) else ("", shown(value))
    title, more = headed(named or told)
    shows_told = told != title and bool(named or more)
    left = [Fact(label=label_of(name), value=shown(inner)) for name, inner in _left(fields, named, told)]
    return Ask(
        title=title,
        summary="\n\n".join([*([more] if more and named else []), *([told] if shows_told else [])]),
        facts=(*left, *facts),
        notice=notice,
        actions=tuple(actions),
    )


def facts_of(value: Any, besides: Collection[str]) -> list[Fact]:
    """Every field of a payload as a fact, but for those `besides`."""
    fields = {str(name): inner for name, inner in value.items() if name not in besides} if is_object(value) else {}
    return [Fact(label=label_of(name), value=shown(inner)) for name, inner in fields.items()]


def headed(text: str) -> tuple[str, str]:
    """A title from a text, and the text again where the title does not hold all of it."""
    line = " ".join(text.split())
    if not line:
        return _UNTITLED, ""
    return clipped(line, LONGEST_TITLE), "" if len(line) <= LONGEST_TITLE else text


def is_object(value: Any) -> bool:
    """Whether a value is a JSON object, or may stand for one."""
    return isinstance(value, Mapping)


def shown(value: Any) -> str:
    """A value as people read it: texts as they are, anything else as JSON, whatever it is."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, indent=2 if isinstance(value, dict | list) else None, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):
        return f"A {type(value).__name__} that cannot be shown."


def label_of(name: str) -> str:
    """The label of the field with this name."""
    said = " ".join(name.replace("_", " ").split())[:_LONGEST_NAME].strip() or "?"
    return (said[:1].upper() + said[1:])[:_LONGEST_NAME]


def _of_object(fields: Mapping[str, Any]) -> tuple[str, str]:
    """The first text that can be a title, and the first of those that explain; a plain field stands in for both."""
    named, told = _first(fields, _TITLES), _first(fields, _TEXTS)
    return named or ("" if told else _in_words(fields) or _first(fields, _LAST)), told


def _in_words(fields: Mapping[str, Any]) -> str:
    """The first short text or number with its name, such as `Invoice: 17`."""
    plain = (name for name, inner in fields.items() if name not in {*_NO_TITLES, *_LAST} and _is_brief(inner))
    return next((f"{label_of(name)}: {shown(fields[name])}" for name in plain), "")


def _is_brief(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip()) and len(value) <= _LONGEST_NAME and len(value.splitlines()) == 1
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _GREATEST


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    texts = (fields[name] for name in names if isinstance(fields.get(name), str))
    return next((text for text in texts if text.strip()), "")


def _left(fields: Mapping[str, Any], *taken: str) -> list[tuple[str, Any]]:
    """The fields that are not shown yet."""
    places = {
        name for name in (*_TITLES, *_TEXTS, *_LAST) if isinstance(fields.get(name), str) and fields[name] in taken
    }
    return [(name, inner) for name, inner in fields.items() if name not in places]
