"""Where the wording modules take a text from the file: its key, and the values they put in, read from their code."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "bot" / "slack" / "wording"
READERS = frozenset({"wordbook.py", "saying.py"})
_FORMS = {"say": ("",), "say_around": ("",), "say_many": (".one", ".other"), "say_because": (".bare", ".because")}
_GIVEN = {"say_many": {"count"}, "say_because": {"reason"}}


@dataclass(frozen=True, slots=True)
class Use:
    """A text that the code says; a `*` in the key stands for one part that is only known when it runs."""

    place: str
    key: str
    values: frozenset[str]
    needless: frozenset[str] = frozenset()

    def means(self, key: str) -> bool:
        """Whether the key is among those that the code may say here."""
        own, other = self.key.split("."), key.split(".")
        return len(own) == len(other) and all(a in {"*", b} for a, b in zip(own, other, strict=True))


def modules() -> Iterator[tuple[str, ast.Module]]:
    """The name and the syntax tree of each module that says something."""
    for path in sorted(FOLDER.glob("*.py")):
        if path.name not in READERS:
            yield path.name, ast.parse(path.read_text(encoding="utf-8"))


def uses() -> list[Use]:
    """Every use of a text, in all modules."""
    return [use for name, tree in modules() for call in _calls(tree) for use in _used(f"{name}:{call.lineno}", call)]


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {*_FORMS, "section"}:
            yield node


def _used(place: str, call: ast.Call) -> Iterator[Use]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    key = _key(call.args[0])
    if name == "section":
        yield Use(place, f"{key}.*", frozenset())
        return
    given = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
    if name == "say_around":
        given |= {str(ast.literal_eval(call.args[1]))}
    for form in _FORMS[name]:
        extra = frozenset() if form == ".bare" else frozenset(_GIVEN.get(name, ()))
        needless = frozenset({"count"}) if name == "say_many" else frozenset()
        yield Use(place, f"{key}{form}", given | extra, needless)


def _key(node: ast.expr) -> str:
    """The key as it is written, with a star for what is put into it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    return str(ast.literal_eval(node))
