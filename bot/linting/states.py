"""States: what a graph keeps between its steps that no checkpoint can hold."""

import ast
import re
from collections.abc import Iterator

from bot.linting.names import Function, Module

_UNSAVABLE = re.compile(
    r"typing\.(Callable|Generator|Iterator|IO|TextIO|BinaryIO|AsyncIterator|AsyncGenerator|Coroutine|Awaitable)"
    r"|collections\.abc\.(Callable|Generator|Iterator|AsyncIterator|AsyncGenerator|Coroutine|Awaitable)"
    r"|threading\..*|multiprocessing\..*|asyncio\..*|socket\.socket|io\..*|subprocess\.Popen|types\..*"
    r"|(sqlite3|aiosqlite|psycopg|psycopg2|asyncpg)\.(Connection|Cursor|connect)|sqlalchemy\..*(Engine|Connection|Session)"
    r"|(httpx|requests|aiohttp)\.\w*(Client|Session)\w*|openai\.\w*|langchain_\w+\.Chat\w+|logging\.\w*Logger"
)
_GRAPHS = frozenset({"langgraph.graph.StateGraph", "langgraph.graph.state.StateGraph"})


def unsavable(module: Module) -> Iterator[tuple[int, str]]:
    """What the state types and the steps of the module's graphs hold: the line, and what stands there."""
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    graphs = [call for call in calls if _makes_a_graph(call, module)]
    types = {_name(argument) for graph in graphs for argument in _states(graph)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and node.name in types:
            yield from _fields(node, module)
    steps = _steps(module) if graphs else set()
    for function in module.functions.values():
        if function.name in steps or _takes(function) & types:
            yield from _returns(function, module)


def _states(graph: ast.Call) -> list[ast.expr]:
    named = ("state_schema", "input_schema", "output_schema", "context_schema")
    return [*graph.args[:1], *(keyword.value for keyword in graph.keywords if keyword.arg in named[:3])]


def _fields(state: ast.ClassDef, module: Module) -> Iterator[tuple[int, str]]:
    for field in state.body:
        if isinstance(field, ast.AnnAssign) and (kind := _unsavable_in(field.annotation, module)):
            yield field.lineno, f"the state's `{_name(field.target)}` is a {kind}"


def _unsavable_in(annotation: ast.expr, module: Module) -> str:
    """The name of a type in the annotation that cannot be saved, or nothing."""
    names = (inner for inner in ast.walk(_type_of(annotation, module)) if isinstance(inner, ast.Name | ast.Attribute))
    dotted = (module.dotted(name) for name in names)
    return next((name.rpartition(".")[2] for name in dotted if _UNSAVABLE.fullmatch(name)), "")


def _type_of(annotation: ast.expr, module: Module) -> ast.expr:
    """The annotation, out of its quotes, and without what follows the type in `Annotated`: a reducer is a function."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            return _type_of(ast.parse(annotation.value, mode="eval").body, module)
        except SyntaxError:
            return annotation
    if isinstance(annotation, ast.Subscript) and isinstance(annotation.slice, ast.Tuple):
        is_annotated = module.dotted(annotation.value).endswith(".Annotated")
        return annotation.slice.elts[0] if is_annotated else annotation
    return annotation


def _returns(function: Function, module: Module) -> Iterator[tuple[int, str]]:
    updates = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
    items = (
        pair
        for update in updates
        if isinstance(update, ast.Dict)
        for pair in zip(update.keys, update.values, strict=True)
    )
    for key, value in items:
        if kind := _kind(value, module):
            yield value.lineno, f"{_quoted(key)} is given to the state as {kind}"


def _quoted(key: ast.expr | None) -> str:
    return f"`{key.value}`" if isinstance(key, ast.Constant) and isinstance(key.value, str) else "something"


def _kind(value: ast.expr, module: Module) -> str:
    if isinstance(value, ast.Lambda):
        return "a function"
    if isinstance(value, ast.GeneratorExp):
        return "a generator"
    if isinstance(value, ast.Call):
        opened = isinstance(value.func, ast.Name) and value.func.id == "open"
        name = module.dotted(value.func)
        return "an open file" if opened else f"a {name}" if _UNSAVABLE.fullmatch(name) else ""
    return ""


def _steps(module: Module) -> set[str]:
    """The functions that are given to `add_node` by name."""
    added = (
        argument
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_node"
        for argument in node.args[:2]
    )
    return {_name(argument) for argument in added}


def _takes(function: Function) -> set[str]:
    """What the function's first argument is said to be."""
    first = function.args.args[:1]
    return {_name(argument.annotation) for argument in first if argument.annotation}


def _makes_a_graph(call: ast.Call, module: Module) -> bool:
    called = call.func.value if isinstance(call.func, ast.Subscript) else call.func
    return module.dotted(called) in _GRAPHS


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
