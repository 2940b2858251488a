"""Flow: what may have happened in a function by the time it asks, along every path through it.

A step that asks runs again from its top, so whatever stands before an ask on some path is done anew. Branches that
exclude each other do not count for one another; a loop that asks comes to its beginning again.
"""

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.linting.calls import Deed

Happened = frozenset[tuple[ast.Call, Deed]]
Judge = Callable[[ast.Call], Deed | None]
_NEVER: None = None  # this place is not reached
_NOTHING: Happened = frozenset()


@dataclass(slots=True)
class Walk:
    """Walks through functions; `before` gathers what happened before some ask, `asks` whether there was one."""

    judge: Judge
    before: set[tuple[ast.Call, Deed]] = field(default_factory=set)
    asks: bool = False
    does: set[Deed] = field(default_factory=set)

    def through(self, body: Iterable[ast.stmt], happened: Happened | None = _NOTHING) -> Happened | None:
        """What happened by the end of these statements, or None where no path leads to it."""
        for statement in body:
            if happened is None:
                return None
            happened = self._statement(statement, happened)
        return happened

    def _statement(self, statement: ast.stmt, happened: Happened) -> Happened | None:
        match statement:
            case ast.If() | ast.Match() | ast.With() | ast.AsyncWith():
                return self._block(statement, happened)
            case ast.For() | ast.AsyncFor() | ast.While():
                return self._loop(statement, happened)
            case ast.Try() | ast.TryStar():
                return self._try(statement, happened)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return happened
        happened = self._expression(statement, happened)
        return _NEVER if isinstance(statement, ast.Return | ast.Raise) else happened

    def _block(self, block: ast.If | ast.Match | ast.With | ast.AsyncWith, happened: Happened) -> Happened | None:
        if isinstance(block, ast.If):
            happened = self._expression(block.test, happened)
            return _either(self.through(block.body, happened), self.through(block.orelse, happened))
        if isinstance(block, ast.Match):
            happened = self._expression(block.subject, happened)
            return _either(happened, *(self.through(case.body, happened) for case in block.cases))
        for item in block.items:
            happened = self._expression(item.context_expr, happened)
        return self.through(block.body, happened)

    def _loop(self, loop: ast.For | ast.AsyncFor | ast.While, happened: Happened) -> Happened | None:
        """Twice through where the first time did anything, so that what follows an ask is seen before the next."""
        happened = self._expression(loop.test if isinstance(loop, ast.While) else loop.iter, happened)
        once = _either(happened, self.through(loop.body, happened)) or happened
        happened = once if once == happened else _either(once, self.through(loop.body, once)) or once
        return self.through(loop.orelse, happened)

    def _try(self, tried: ast.Try | ast.TryStar, happened: Happened) -> Happened | None:
        """A handler may begin after any part of what was tried."""
        done = self.through(tried.body, happened)
        some = _either(happened, done)
        ways = [self.through(handler.body, some) for handler in tried.handlers]
        ended = _either(self.through(tried.orelse, done), *ways)
        return self.through(tried.finalbody, ended)

    def _expression(self, node: ast.AST, happened: Happened) -> Happened:
        """What happened once the calls in it have been made, the inner ones first; what a lambda would do is not."""
        for inner in ast.iter_child_nodes(node):
            if not isinstance(inner, ast.Lambda):
                happened = self._expression(inner, happened)
        return self._call(node, happened) if isinstance(node, ast.Call) else happened

    def _call(self, call: ast.Call, happened: Happened) -> Happened:
        deed = self.judge(call)
        if deed is None or deed is Deed.ONCE:
            return happened
        self.does.add(deed)
        if deed is Deed.ASK:
            self.asks = True
            self.before |= happened
            return happened
        return happened | {(call, deed)}


def _either(*ways: Happened | None) -> Happened | None:
    reached = [way for way in ways if way is not None]
    return frozenset().union(*reached) if reached else _NEVER
