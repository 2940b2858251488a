"""Swallowing: where the exception that stops a step for people is caught by somebody else's handler."""

import ast
from collections.abc import Callable, Iterable, Iterator

from bot.linting.calls import Deed
from bot.linting.names import Function, Module

_BROAD = frozenset({"Exception", "BaseException"})
_STOPS = frozenset({"GraphInterrupt", "GraphBubbleUp", "NodeInterrupt"})
Judge = Callable[[ast.Call], Deed | None]


def swallowed(function: Function, module: Module, judge: Judge) -> Iterator[tuple[int, str]]:
    """Where an ask of the function would not come out of it: the line, and what catches it there."""
    for node in _within(function.body):
        if isinstance(node, ast.Try | ast.TryStar) and _asks(node.body, judge):
            yield from _handled(node)
            yield from _returned(node)
        elif isinstance(node, ast.With | ast.AsyncWith) and _asks(node.body, judge):
            yield from _suppressed(node, module)


def _handled(tried: ast.Try | ast.TryStar) -> Iterator[tuple[int, str]]:
    """The first handler that an ask's exception comes to decides."""
    for handler in tried.handlers:
        caught = _names(handler.type)
        if handler.type is None or caught & (_BROAD | _STOPS):
            if not _raises(handler.body):
                words = " ".join(["except", *sorted(caught & (_BROAD | _STOPS))])
                yield handler.lineno, f"`{words}` catches what an ask raises to stop the step"
            return


def _returned(tried: ast.Try | ast.TryStar) -> Iterator[tuple[int, str]]:
    for node in _within(tried.finalbody):
        if isinstance(node, ast.Return | ast.Break | ast.Continue):
            yield node.lineno, "leaving a `finally` drops what an ask raises to stop the step"


def _suppressed(block: ast.With | ast.AsyncWith, module: Module) -> Iterator[tuple[int, str]]:
    calls = (item.context_expr for item in block.items if isinstance(item.context_expr, ast.Call))
    for call in (call for call in calls if module.dotted(call.func) == "contextlib.suppress"):
        if any(_names(argument) & (_BROAD | _STOPS) for argument in call.args):
            yield call.lineno, "`suppress` drops what an ask raises to stop the step"


def _asks(body: Iterable[ast.stmt], judge: Judge) -> bool:
    calls = (node for node in _within(body) if isinstance(node, ast.Call))
    return any(judge(call) is Deed.ASK for call in calls)


def _raises(body: list[ast.stmt]) -> bool:
    """Whether every way through these statements ends by raising."""
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _raises(last.body) and _raises(last.orelse)
    return isinstance(last, ast.Raise) and not any(isinstance(node, ast.Return) for node in _within(body))


def _names(caught: ast.expr | None) -> frozenset[str]:
    """The last names of the exceptions that are written there."""
    if isinstance(caught, ast.Tuple):
        return frozenset().union(*(_names(each) for each in caught.elts))
    if isinstance(caught, ast.Attribute):
        return frozenset({caught.attr})
    return frozenset({caught.id}) if isinstance(caught, ast.Name) else frozenset()


def _within(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Everything that stands in these statements, but for what other functions in them do."""
    for node in body:
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            yield from _within(ast.iter_child_nodes(node))
