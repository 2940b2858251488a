"""A policies file as it is being read: what it says, on which line each field stands, and what is wrong so far."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.faults import Misconfigured, Mistake
from bot.policybook import remedies, spelling
from bot.policybook.remedies import Steps

_M = TypeVar("_M", bound=BaseModel)

_FILE_REMEDY = "give the path of a readable policies file in COUNTERSIGN_POLICIES"


@dataclass(slots=True)
class Page:
    """The file's content, and the notes taken while it is read."""

    path: Path
    content: Any = None
    lines: dict[Steps, int] = field(default_factory=lambda: {(): 1})
    mistakes: list[tuple[int, Mistake]] = field(default_factory=list)
    sections: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, steps: Steps, wrong: str, remedy: str) -> None:
        """Note a mistake at a field; one that is missing stands where what it belongs to begins."""
        self.mistakes.append((self.line(steps), Mistake(self.place(steps), wrong, remedy)))

    def line(self, steps: Steps) -> int:
        """The line on which a field stands, or what it would belong to."""
        return next(self.lines[steps[:end]] for end in range(len(steps), -1, -1) if steps[:end] in self.lines)

    def place(self, steps: Steps) -> str:
        """File, line and field, as operators are told of them."""
        return f"{self.path}:{self.line(steps)}: {_spelled(steps)}" if steps else f"{self.path}:{self.line(steps)}"

    def names(self, section: str) -> list[str]:
        """What a section defines, mistaken or not."""
        content = self.content.get(section)
        return list(content) if isinstance(content, dict) else []

    def section(self, name: str) -> dict[str, Any]:
        """A section of named things; whatever in it is none is noted and left out."""
        if name not in self.sections:
            self.sections[name] = self._section(name)
        return self.sections[name]

    def _section(self, name: str) -> dict[str, Any]:
        content = self.content.get(name)
        if isinstance(content, dict):
            return {key: fields for key, fields in content.items() if self._is_named_thing(name, key, fields)}
        if content is not None:
            self.add((name,), "it is not made of names", remedies.write(name))
        return {}

    def _is_named_thing(self, section: str, key: str, fields: Any) -> bool:
        here = (section, key)
        if not isinstance(fields, dict):
            self.add(here, "it is made of fields", remedies.below(section))
        elif "name" in fields:
            self.add((*here, "name"), "it is named by the key it stands under", "remove this line")
        else:
            return True
        return False

    def read(self, model: type[_M], written: Any, steps: Steps, context: Mapping[str, Any]) -> _M | None:
        """What is written there as this model, or None where it holds mistakes, which are noted."""
        try:
            return model.model_validate(written, context=dict(context))
        except ValidationError as invalid:
            for error in remedies.causes(invalid, written):
                self.add((*steps, *error.steps), *remedies.in_words(error, model, steps[0]))
            return None

    def look_up(self, steps: Steps, name: Any, known: Collection[str], what: str) -> bool:
        """Whether the name that stands there is known; one that is not is noted."""
        if isinstance(name, str) and name in known:
            return True
        if isinstance(name, str):
            self.add(steps, f"there is no {what} named {name}", remedies.nearest(name, known))
        else:
            self.add(steps, *remedies.no_text(name, steps[-1]))
        return False

    def raise_mistakes(self) -> None:
        """Raise Misconfigured with every mistake so far in the order of their lines, if there is one."""
        if self.mistakes:
            raise Misconfigured([mistake for _, mistake in sorted(self.mistakes, key=lambda found: found[0])])

    def survey(self, node: Node, steps: Steps, seen: set[int]) -> None:
        """Learn the line of every field below `node`, and note what YAML itself would let pass."""
        if id(node) in seen:  # an alias: it stands where it was first written
            return
        seen.add(id(node))
        spelling.mend(node)
        for name, mark, value in _entries(node):
            here = (*steps, name)
            if here in self.lines:
                self.add(here, f"it is written again in line {mark.start_mark.line + 1}", "keep one of the two")
            else:
                self.lines[here] = mark.start_mark.line + 1
                self.survey(value, here, seen)


def bytes_of(path: Path) -> bytes:
    """The file's content; raises Misconfigured where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Misconfigured([Mistake(str(path), f"it cannot be read: {error.strerror}", _FILE_REMEDY)]) from None


def opened(path: Path, content: bytes) -> Page:
    """The page that this content of the file makes; raises Misconfigured where it is no YAML mapping."""
    page = Page(path)
    try:
        loader = yaml.SafeLoader(content.decode("utf-8"))
        root = loader.get_single_node()
        if root is not None:
            page.survey(root, (), set())
            page.content = loader.construct_document(root)
    except UnicodeDecodeError:
        raise Misconfigured([Mistake(str(path), "it is not text in UTF-8", "save the file as UTF-8")]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Misconfigured([_not_yaml(path, error)]) from None
    if not isinstance(page.content, dict):
        wrong = "it is empty" if page.content is None else "it is not made of sections"
        page.add((), wrong, remedies.write("policies"))
        page.raise_mistakes()
    return page


def _entries(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """The children of a node: each one's name, where that name stands, and the child."""
    if isinstance(node, MappingNode):
        yield from ((key.value if isinstance(key, ScalarNode) else "?", key, value) for key, value in node.value)
    elif isinstance(node, SequenceNode):
        yield from ((str(number), item, item) for number, item in enumerate(node.value))


def _not_yaml(path: Path, error: Exception) -> Mistake:
    remedy = "mend the YAML: check the indentation (spaces only), the colons and the quotes near here"
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        is_never_closed = "unexpected end" in str(error.problem)  # what begins at the context, such as a quote
        mark = (is_never_closed and error.context_mark) or error.problem_mark
        return Mistake(f"{path}:{mark.line + 1}", f"it is not YAML: {error.problem}", remedy)
    return Mistake(str(path), f"it is not YAML: {str(error).splitlines()[0]}", remedy)


def _spelled(steps: Steps) -> str:
    return steps[0] + "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in steps[1:])
