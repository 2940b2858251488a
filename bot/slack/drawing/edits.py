"""What people changed before they decided: each value as it was and as it is."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from bot.approvals.digests import canonical
from bot.approvals.request import Edit, Request
from bot.slack import blocks, text
from bot.slack.blocks import Block
from bot.slack.drawing import asking, pairs
from bot.slack.drawing.pairs import Pair
from bot.slack.drawing.room import Caps, left_out
from bot.slack.forms.fields import fields_of
from bot.slack.wording import card_words as words
from bot.slack.wording import form_words, quantities

FEW = 2
A_NAME = 40
A_VALUE = 40
Path = tuple[str, ...]
_ABSENT = object()


class Change(NamedTuple):
    """A value that was changed, in words: what it is called, what it was and what it is; all three raw."""

    label: str
    old: str
    new: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any], form: Mapping[str, Any]) -> tuple[Change, ...]:
    """What differs between two sets of values, in the order of the form (a JSON Schema), which also names them."""
    return tuple(changed for _, changed in _changed(before, after, form))


def pairs_of(values: Mapping[str, Any], form: Mapping[str, Any]) -> tuple[Pair, ...]:
    """Values by their names in the form (a JSON Schema), objects opened one level deep."""
    was = _flat(values, values)
    labels = _labels(form)
    return tuple(Pair(_name(path, labels), _said(was[path])) for path in _in_order(was, labels))


def drawn(request: Request, caps: Caps) -> Iterator[Block]:
    """What the edits of the request come to, and who made them; nothing where there are none."""
    draft = request.ask.draft
    if not request.edits or draft is None:
        return
    over_all = _over_all(request.edits, draft.form)
    yield blocks.section(headline(request.edits, is_put_back=not over_all))
    authors = _authors(request.edits, draft.form)
    lines = [line for line in over_all if pairs.is_short(Pair("", f"{line[1].old}{line[1].new}"))]
    shown = [_line(change, authors.get(path, ""), caps) for path, change in lines[: caps.items]]
    marks = [blocks.sentence(mark) for mark in left_out(lines, caps, "change")]
    if shown:
        yield blocks.rich(blocks.bullets([*shown, *marks]))
    long = [entry for entry in over_all if entry not in lines]
    yield from (_opposed(change, caps) for _, change in long[: caps.items])
    yield from (blocks.rich(blocks.sentence(mark)) for mark in left_out(long, caps, "change"))


def told(request: Request) -> list[str]:
    """The edits as lines of escaped text."""
    draft = request.ask.draft
    if not request.edits or draft is None:
        return []
    over_all = _over_all(request.edits, draft.form)
    lines = [_escaped(change) for _, change in over_all]
    return [headline(request.edits, is_put_back=not over_all), *lines]


def brief(request: Request) -> str:
    """What the edits come to, on one line and raw: the first changes, and how many more there are."""
    draft = request.ask.draft
    if not request.edits or draft is None:
        return ""
    over_all = [change for _, change in _over_all(request.edits, draft.form)]
    shown = [_shortly(change) for change in over_all[:FEW]]
    rest = [quantities.more(len(over_all) - FEW)] if len(over_all) > FEW else []
    return quantities.enumerated([*shown, *rest])


def headline(edits: Sequence[Edit], *, is_put_back: bool = False) -> str:
    """Who edited, and when last; in mrkdwn."""
    who = asking.everybody(tuple(dict.fromkeys(edit.person for edit in edits)))
    at = text.moment(edits[-1].at)
    return words.put_back(who, at) if is_put_back else words.edited(who, at)


def _over_all(edits: Sequence[Edit], form: Mapping[str, Any]) -> list[tuple[Path, Change]]:
    return list(_changed(edits[0].before, edits[-1].after, form))


def _authors(edits: Sequence[Edit], form: Mapping[str, Any]) -> dict[Path, str]:
    """Who changed each value last; nothing where one person made all the edits, as the headline names them."""
    if len({edit.person for edit in edits}) == 1:
        return {}
    return {path: edit.person for edit in edits for path, _ in _changed(edit.before, edit.after, form)}


def _changed(
    before: Mapping[str, Any], after: Mapping[str, Any], form: Mapping[str, Any]
) -> Iterator[tuple[Path, Change]]:
    was, now, labels = _flat(before, after), _flat(after, before), _labels(form)
    for path in _in_order(was | now, labels):
        old, new = was.get(path, _ABSENT), now.get(path, _ABSENT)
        if old is _ABSENT or new is _ABSENT or canonical(old) != canonical(new):
            yield path, Change(_name(path, labels), *_told_apart(old, new))


def _flat(values: Mapping[str, Any], other: Mapping[str, Any]) -> dict[Path, Any]:
    """The values by path: an object that is one in `other` as well is opened, one level deep."""
    flat: dict[Path, Any] = {}
    for name, value in values.items():
        counterpart = other.get(name)
        if isinstance(value, dict) and isinstance(counterpart, dict) and (value or counterpart):
            flat |= {(name, inner): said for inner, said in value.items()}
        else:
            flat[name,] = value
    return flat


def _labels(form: Mapping[str, Any]) -> dict[Path, str]:
    fields = fields_of(form)
    outer = {field.outer.path: field.outer.label for field in fields if field.outer}
    return outer | {field.path: field.label for field in fields}


def _in_order(flat: Mapping[Path, Any], labels: Mapping[Path, str]) -> list[Path]:
    known = [path for path in labels if path in flat]
    return [*known, *(path for path in flat if path not in labels)]


def _name(path: Path, labels: Mapping[Path, str]) -> str:
    return labels.get(path) or reduce(form_words.part_of, path)


def _said(value: Any) -> str:
    """A value as people write it: a text as it is, and a number that is whole without its `.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return value if isinstance(value, str) else _as_json(value)


def _as_json(value: Any) -> str:
    return words.ABSENT if value is _ABSENT else json.dumps(value, ensure_ascii=False)


def _told_apart(old: Any, new: Any) -> tuple[str, str]:
    """Both in words; as JSON where they would look the same, as `"5"` and `5` do."""
    told = _said(old), _said(new)
    if text.one_line(told[0]) != text.one_line(told[1]):
        return told
    return _as_json(old), _as_json(new)


def _line(change: Change, author: str, caps: Caps) -> Block:
    shown = words.becomes(text.clip(change.old, caps.item), text.clip(change.new, caps.item))
    before, after = words.change_by(shown) if author else (shown, "")
    line = blocks.line(words.labelled(pairs.name(change.label, caps)), before)
    by = [blocks.person(author), *(blocks.leaves(after) if after else [])] if author else []
    return {**line, "elements": [*line["elements"], *by]}


def _opposed(change: Change, caps: Caps) -> Block:
    """Long values one below the other."""
    return blocks.rich(
        blocks.line(pairs.name(change.label, caps)),
        pairs.valued(change.old, caps.item),
        blocks.sentence(words.BECOMES),
        pairs.valued(change.new, caps.item),
    )


def _shortly(change: Change) -> str:
    label = words.labelled(text.shorten(change.label, A_NAME) or quantities.EMPTY)
    return label + words.becomes(text.shorten(change.old, A_VALUE), text.shorten(change.new, A_VALUE))


def _escaped(change: Change) -> str:
    shown = words.becomes(text.phrase(change.old, 150), text.phrase(change.new, 150))
    return f"{words.labelled(text.phrase(change.label, 100))}{shown}"
