"""The answers that an author offers in words: in a list, or in quotes in a sentence that says how to reply."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from bot.approvals.ask import Kind
from bot.approvals.dialects import author, verbs
from bot.approvals.dialects.payloads import Malformed
from bot.approvals.dialects.unsure import Unsure

MOST: Final = 20  # as many as a card has buttons for
_LONGEST_VERB = 60
_MOST_QUOTED = 100

_LISTS = frozenset({"options", "choices", "actions", "decisions", "responses", "answers", "replies", "verbs"})
_SURELY = frozenset({"options", "choices", "replies"})
_OFFERING = ("allowed", "available", "valid", "possible", "permitted")
_ANSWERS = ("responses", "answers", "replies")
_DASH = re.compile(
    r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|(?P<dash>\s+(?:[-\u2010-\u2015\u2212]+>?|=>|\u2192)\s+|\s*[\u2012-\u2015]\s*)"
)
_BRACKETS = re.compile(r"\s+\((?P<says>[^()]*)\)$")
_SLOT = re.compile(r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|\([^()]*\)|\.{2,}|…|_{2,}|")
_QUOTED = re.compile(
    r"(?<!\w)'([^'\n]{1,120})'(?!\w)|\"([^\"\n]{1,120})\"|`([^`\n]{1,120})`"
    r"|‘([^‘’\n]{1,120})’(?!\w)|[“„]([^“”„\n]{1,120})[”“]|[«»]([^«»\n]{1,120})[«»]"
)
_DIRECTIVE = re.compile(
    r"\b(?:reply|replies|respond|answer|type|say|enter|write|send|return|resume|choose|select|pick|use)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?;](?=\s|$)|\n")
_FILLERS = (
    r"(?:(?:or|and|with|by|as|either|just|one|of|the|word|words|exactly|only|reply|respond|answer|type)\b[\s:]*)*"
)
_FIRST = re.compile(rf"(?:^|\b(?:with|either|one of|words?|exactly)\b|:)\s*{_FILLERS}:?\s*$", re.IGNORECASE)
_FURTHER = re.compile(rf"(?:[,/|(]|\bor\b|\band\b)\s*{_FILLERS}:?\s*$", re.IGNORECASE)
_PAIR = re.compile(r"[\[(]\s*(\w+(?:\s*/\s*\w+){1,4})\s*[\])]")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its verb, what it means, and with `text` what people write behind the `prefix` ("" if unnamed)."""

    verb: str
    says: str = ""
    prefix: str = ""
    text: str | None = None

    @property
    def states(self) -> bool:
        """Whether the way it is written says that the answer is a text."""
        return bool(self.says) or self.text is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """The answers that a payload offers, in its field of that `name` if in one; `states` says that they are texts."""

    options: tuple[Option, ...]
    name: str | None = None
    states: bool = True


def listed(value: Any) -> Offer | None:
    """The list of answers in a payload, or None; raises Unsure or Malformed where it cannot be used."""
    if isinstance(value, list):
        found = _read(value) if _decides(value) else ()
        return Offer(found, states=any(option.states for option in found)) if found else None
    fields = value if isinstance(value, Mapping) else {}
    return next((one for name, inner in fields.items() if (one := _listed(str(name), inner))), None)


def _listed(name: str, written: Any) -> Offer | None:
    """The answers in a field, if it is there to list them; a list of `actions` may well hold something else."""
    plain = author.plain(name)
    last = plain.rsplit("_", 1)[-1]
    is_sure = plain.startswith(_OFFERING) or plain in _SURELY
    if not (last in _LISTS or plain == "allowed") or not (is_sure or _decides(written)):
        return None
    found = _of_object(written) if isinstance(written, Mapping) else _read(written)
    are_texts = isinstance(written, list) and isinstance(written[0], str) if found else False
    is_said = (last in _ANSWERS and plain != last) or any(option.states for option in found)
    return Offer(found, name, are_texts and is_said) if found else None


def _decides(written: Any) -> bool:
    """Whether both consent and refusal are among what is listed."""
    texts = [entry for entry in written if isinstance(entry, str)] if isinstance(written, list | Mapping) else []
    kinds = {verbs.kind_of(re.split(r"[:(]|\s[-\u2010-\u2015]|[\u2012-\u2015]", text)[0]) for text in texts}
    return {Kind.APPROVE, Kind.REJECT} <= kinds


def _read(written: Any) -> tuple[Option, ...]:
    """The options of a list of texts or of objects."""
    if not isinstance(written, list) or not written:
        return ()
    texts = [entry for entry in written if isinstance(entry, str)]
    if not texts:
        return _of_objects(written)
    if len(texts) < len(written):
        raise Malformed("its list of answers holds something else than texts")
    return distinct(_colons(texts) or [_entry(text) for text in texts])


def _of_object(written: Mapping[Any, Any]) -> tuple[Option, ...]:
    """Answers by name, each with what it means."""
    said = all(isinstance(name, str) and isinstance(inner, str) for name, inner in written.items())
    return distinct([Option(name.strip(), inner) for name, inner in written.items()]) if said else ()


def _of_objects(written: Sequence[Any]) -> tuple[Option, ...]:
    """Answers as objects with an id and a label."""
    found: list[Option] = []
    for entry in written:
        fields = {author.plain(name): inner for name, inner in entry.items()} if isinstance(entry, Mapping) else {}
        texts = {name: inner for name, inner in fields.items() if isinstance(inner, str) and inner.strip()}
        verb = next((texts[name] for name in ("value", "id", "key", "action", "name") if name in texts), "")
        says = next((texts[name] for name in ("description", "label", "title") if name in texts), "")
        found += [Option(verb, says)] if verb else []
    return distinct(found) if len(found) == len(written) else ()


def distinct(found: Iterable[Option]) -> tuple[Option, ...]:
    """The options without repetitions; raises Malformed where there are more than a card holds."""
    unique: dict[tuple[str, str], Option] = {}
    for option in found:
        unique.setdefault((option.verb, option.prefix), option)
    if len(unique) > MOST:
        raise Malformed(f"it offers {len(unique)} answers, and a card holds {MOST}")
    return tuple(unique.values())


def _colons(texts: Sequence[str]) -> list[Option]:
    """The options of a list whose every entry is a word, a colon and what it means."""
    split = [re.fullmatch(r"([^:<>{}\[\]()]+):\s+([^<>{}\[\]()\s].*)", text.strip(), re.DOTALL) for text in texts]
    if len(texts) < 2 or not all(split):
        return []
    found = [Option(match[1].strip(), match[2]) for match in split if match]
    for option in found:
        if verbs.wants_words(option.verb):
            raise Unsure(f"whether “{option.verb}:” is answered with a text behind it is not said")
    return found


def _entry(text: str) -> Option:
    """One entry of a list: a verb, perhaps a place for a text, perhaps what it means: behind a dash or in brackets."""
    said = text.strip()
    dash = next((found for found in _DASH.finditer(said) if found["dash"]), None)
    if dash:
        return _answer(said[: dash.start()], said[dash.end() :].strip(), is_quoted=False)
    bracket = _BRACKETS.search(said)
    return _answer(said[: bracket.start()] if bracket else said, bracket["says"] if bracket else "", is_quoted=False)


def _answer(head: str, says: str, *, is_quoted: bool) -> Option:
    """An answer as its author writes it; raises Unsure where what people have to write cannot be told."""
    verb, colon, rest = head.strip("'\"`“”‘’ ").partition(":")
    if not verb.strip() or len(verb) > _LONGEST_VERB:
        raise Unsure("its list holds something else than answers")
    if not colon:
        return Option(verb.strip(), says)
    slot = _SLOT.fullmatch(rest.strip())
    is_one_place = slot is not None or (is_quoted and not re.search(r"[<>{}:]", rest))
    if not is_one_place:
        raise Unsure(f"what to write behind “{verb.strip()}:” is not said")
    space = rest[: len(rest) - len(rest.lstrip())] if rest.strip() else ""
    named = rest.strip(" <>{}[]()._…")
    return Option(verb.strip(), says, f"{verb}:{space}".lstrip(), " ".join(named.split()))


def named_in(text: str) -> tuple[Option, ...]:
    """The answers that a text names: in quotes, in sentences that say how to reply, or as `(yes/no)`."""
    return distinct(option for sentence in _sentences(text) for option in sentence)


def named_once_in(text: str) -> tuple[Option, ...]:
    """The same for a text that may quote an agent: where it names answers in two places, one of them is not its own.

    Raises Unsure then.
    """
    sentences = _sentences(text)
    if len(sentences) > 1:
        raise Unsure("it names answers in more than one place")
    return distinct(option for sentence in sentences for option in sentence)


def _sentences(text: str) -> list[list[Option]]:
    """The answers that are named, for each sentence that names some."""
    found: dict[int, list[Option]] = {}
    for directive in _DIRECTIVE.finditer(text):
        if quoted := _quoted_after(text, directive.end()):
            found.setdefault(max(quoted), list(quoted.values()))
    pairs = ([word.strip() for word in pair[1].split("/")] for pair in _PAIR.finditer(text))
    return list(found.values()) or [list(map(Option, words)) for words in pairs if all(map(verbs.is_known, words))]


def _quoted_after(text: str, start: int) -> dict[int, Option]:
    """The quoted answers, by place, of the sentence that goes on here; other things in it may be quoted too."""
    found: dict[int, Option] = {}
    for quoted in islice(_QUOTED.finditer(text, start), _MOST_QUOTED):
        gap = text[start : quoted.start()]
        if _SENTENCE.search(gap) or not (found or _FIRST.search(gap)):
            break
        if not found or _FURTHER.search(gap):
            said = next(group for group in quoted.groups() if group is not None)
            found[quoted.start()] = _answer(said, "", is_quoted=True)
        start = quoted.end()
    return found
