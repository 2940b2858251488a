"""Names: what a name or an attribute in a module stands for, as a dotted path from the module it was imported from."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_OWN = frozenset({"self", "cls"})
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """A module's tree, with what its names stand for and its functions by dotted path."""

    path: str
    name: str
    tree: ast.Module
    source: str
    imported: Mapping[str, str]
    functions: Mapping[str, Function]

    def dotted(self, node: ast.expr) -> str:
        """What an expression such as `x.y` names, or the part from the last dot on where its beginning is a value."""
        if isinstance(node, ast.Name):
            return self.imported.get(node.id) or f"{self.name}.{node.id}"
        if isinstance(node, ast.Attribute):
            own = f"{self.name}.self.{node.attr}"
            is_own = isinstance(node.value, ast.Name) and node.value.id in _OWN and own in self.functions
            return own if is_own else self._attribute(node) or f".{node.attr}"
        return ""

    def _attribute(self, node: ast.Attribute) -> str:
        before = node.value
        if isinstance(before, ast.Attribute):
            began = self._attribute(before)
            return f"{began}.{node.attr}" if began else ""
        if isinstance(before, ast.Name) and before.id in self.imported:
            return f"{self.imported[before.id]}.{node.attr}"
        return ""


def read(path: str, name: str, source: str) -> Module:
    """The module of that dotted name; raises SyntaxError or ValueError."""
    tree = ast.parse(source, filename=path)
    return Module(path, name, tree, source, dict(_imported(tree, name)), dict(_functions(tree, name)))


def _imported(tree: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    """Wherever they stand: tutorials import inside of functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.partition(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom):
            source = _source(node, name)
            yield from ((alias.asname or alias.name, f"{source}.{alias.name}") for alias in node.names)


def _source(node: ast.ImportFrom, name: str) -> str:
    """The module that is imported from, as a path from the top also where it was written with dots."""
    above = name.split(".")[: -node.level] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def _functions(tree: ast.Module, name: str) -> Iterator[tuple[str, Function]]:
    """All functions, those within others too, under what they are called by; each of a name under one of its own.

    A name that several have could be any of them, so that none is known by it.
    """
    found: dict[str, list[Function]] = defaultdict(list)
    for prefix, function in _defined(tree, name):
        found[f"{prefix}.{function.name}"].append(function)
    for called, functions in found.items():
        if len(functions) == 1:
            yield called, functions[0]
        else:
            yield from ((f".{called}.{number}", function) for number, function in enumerate(functions))


def _defined(node: ast.AST, name: str) -> Iterator[tuple[str, Function]]:
    """The functions that are defined within, each with what stands before its name where it is called."""
    waiting = [(name, node)]
    while waiting:
        prefix, outer = waiting.pop()
        inside = f"{name}.self" if isinstance(outer, ast.ClassDef) else name if isinstance(outer, Function) else prefix
        for inner in ast.iter_child_nodes(outer):
            if isinstance(inner, Function):
                yield inside, inner
            if not isinstance(inner, ast.expr):
                waiting.append((inside, inner))
