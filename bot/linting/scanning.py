"""Scanning: reads Python files, works out what their functions do, and finds what breaks a rule."""

import ast
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from bot.linting import states, swallowing
from bot.linting.calls import Deed, deed_of
from bot.linting.findings import Finding, Rule
from bot.linting.flow import Walk
from bot.linting.names import Function, Module, read

_ALLOWED = re.compile(r"#\s*countersign:\s*allow\s+([a-z, -]+)")
_ALLOWING = "A comment `# countersign: allow RULE` on its line says that something is meant."
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "build", "dist"})
_STATIC = frozenset({"interrupt_before", "interrupt_after"})
_SAID = {
    Deed.EFFECT: "`{call}` acts on the world before this step asks",
    Deed.UNSETTLED: "`{call}` comes out anew each time, before this step asks",
}
_RULES = {Deed.EFFECT: Rule.EFFECT, Deed.UNSETTLED: Rule.UNSETTLED}


def told(paths: Sequence[Path], say: Callable[[str], None]) -> int:
    """Tell what breaks a rule, a line each, and what it comes to; 1 when there is anything."""
    count = sum(1 for _ in files_of(paths))
    findings = lint(paths)
    for finding in findings:
        say(str(finding))
    files = f"{count} Python file{'' if count == 1 else 's'}"
    if not findings:
        say(f"Nothing in {files} breaks a rule." if count else "There are no Python files there.")
        return 0 if count else 1
    say(f"{len(findings)} thing{'' if len(findings) == 1 else 's'} to mend in {files}. {_ALLOWING}")
    return 1


def lint(paths: Sequence[Path]) -> list[Finding]:
    """What breaks a rule in these files, and in the Python files below these folders; in the order of their lines."""
    modules, findings = _read_all(paths)
    known = _deeds(modules)
    for module in modules:
        findings.extend(_allowed(module, _found(module, known)))
    return sorted(set(findings))


def files_of(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Each Python file with its dotted name, as far up as folders are packages; a folder's hidden ones are left out."""
    for path in paths:
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            inside = file.relative_to(path).parts if path.is_dir() else ()
            if not any(part in _SKIPPED or part.startswith(".") for part in inside):
                yield file, _dotted(file)


def _dotted(file: Path) -> str:
    parts = [] if file.stem == "__init__" else [file.stem]
    folder = file.resolve().parent
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    return ".".join(parts)


def _read_all(paths: Iterable[Path]) -> tuple[list[Module], list[Finding]]:
    modules: list[Module] = []
    findings: list[Finding] = []
    for file, name in files_of(paths):
        try:
            modules.append(_checked(read(str(file), name, _source(file))))
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = error.lineno or 1 if isinstance(error, SyntaxError) else 1
            said = error.msg if isinstance(error, SyntaxError) else str(error) or "it is nested too deeply"
            findings.append(Finding(str(file), line, Rule.UNREADABLE, f"it cannot be read: {said}"))
    return modules, findings


def _source(file: Path) -> str:
    """The text of a file, in the encoding that it says it has."""
    with tokenize.open(file) as opened:
        return opened.read()


def _checked(module: Module) -> Module:
    """The same module; raises RecursionError where it is nested too deeply to be followed."""
    for function in module.functions.values():
        Walk(partial(deed_of, module=module, known={})).through(function.body)
    return module


def _deeds(modules: Sequence[Module]) -> dict[str, Deed]:
    """What the functions of the files do, also by calling one another: looked at until nothing new is found."""
    known: dict[str, Deed] = {}
    while (found := {**known, **dict(_deeds_given(modules, known))}) != known:
        known = found
    return known


def _deeds_given(modules: Sequence[Module], known: dict[str, Deed]) -> Iterator[tuple[str, Deed]]:
    for module in modules:
        for name, function in module.functions.items():
            deed = None if name.startswith(".") else _deed(module, function, known)
            if deed:
                yield name, deed


def _deed(module: Module, function: Function, known: dict[str, Deed]) -> Deed | None:
    """What calling the function does; whoever asks is known for that, and a task is remembered."""
    walk = Walk(partial(deed_of, module=module, known=known))
    walk.through(function.body)
    if walk.asks:
        return Deed.ASK
    if any(_decorator(module, each) in {"langgraph.func.task"} for each in function.decorator_list):
        return Deed.ONCE
    return next((deed for deed in (Deed.EFFECT, Deed.UNSETTLED) if deed in walk.does), None)


def _decorator(module: Module, decorator: ast.expr) -> str:
    return module.dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)


def _found(module: Module, known: dict[str, Deed]) -> Iterator[Finding]:
    judge = partial(deed_of, module=module, known=known)
    for function in module.functions.values():
        walk = Walk(judge)
        walk.through(function.body)
        for call, deed in walk.before:
            words = _SAID[deed].format(call=ast.unparse(call.func))
            yield Finding(module.path, call.lineno, _RULES[deed], words)
        for line, words in swallowing.swallowed(function, module, judge):
            yield Finding(module.path, line, Rule.SWALLOWED, words)
    for line, words in states.unsavable(module):
        yield Finding(module.path, line, Rule.UNSAVABLE, words)
    yield from _static(module)


def _static(module: Module) -> Iterator[Finding]:
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    for keyword in (keyword for call in calls for keyword in call.keywords):
        is_passed_on = isinstance(keyword.value, ast.Name) and keyword.value.id == keyword.arg
        if keyword.arg in _STATIC and not is_passed_on and not _is_empty(keyword.value):
            yield Finding(module.path, keyword.value.lineno, Rule.STATIC, f"`{keyword.arg}` is given")


def _is_empty(value: ast.expr) -> bool:
    no_items = isinstance(value, ast.List | ast.Tuple | ast.Set) and not value.elts
    return no_items or (isinstance(value, ast.Constant) and not value.value)


def _allowed(module: Module, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those that a comment on their own line does not allow by the rule's name."""
    lines = module.source.splitlines()
    for finding in findings:
        comment = _ALLOWED.search(lines[finding.line - 1]) if finding.line <= len(lines) else None
        if not comment or finding.rule not in re.split(r"[,\s]+", comment[1]):
            yield finding
