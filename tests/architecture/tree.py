"""The source files of the repository, read as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "workflows", "sandbox")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file: where it is, its lines, and its syntax tree."""

    path: Path
    lines: int
    tree: ast.Module

    @property
    def place(self) -> str:
        return str(self.path.relative_to(ROOT))

    def functions(self) -> Iterator[FunctionNode]:
        """Every function in it, methods and inner ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, FunctionNode))

    def texts(self) -> Iterator[str]:
        """Every text written in it as a literal."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value

    def imported(self) -> Iterator[str]:
        """The dotted name of every module it imports, wherever in the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """Every Python file of these packages, in the order of their paths."""
    paths = sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))
    return tuple(_read(path) for path in paths)


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, len(text.splitlines()), ast.parse(text))


def length_of(function: FunctionNode) -> int:
    """Lines from `def` to the end; the docstring does not count, and decorators stand above."""
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    return _height(function) - (_height(first) if documented else 0)


def nesting_of(node: ast.AST, depth: int = 0) -> int:
    """How deep blocks lie within one another below `node`; `elif` adds nothing, an inner function begins anew."""
    deepest = depth
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, SCOPES):
            opens = isinstance(child, BLOCKS) and not _is_elif(node, child)
            deepest = max(deepest, nesting_of(child, depth + opens))
    return deepest


def _is_elif(parent: ast.AST, child: ast.AST) -> bool:
    return isinstance(parent, ast.If) and isinstance(child, ast.If) and parent.orelse == [child]


def _height(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
