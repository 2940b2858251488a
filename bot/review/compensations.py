"""What effects can be undone by: functions that their modules registered, found again by name after a restart."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

# Decorators run while modules are imported and nothing else writes here. A name in the ledger finds its function in
# this alone: nothing is imported or looked up because of what the ledger holds.
_REGISTERED: dict[str, Callable[[Any], Any]] = {}


class NotACompensation(TypeError):
    """An effect is undone by a function that stands in a module by itself and is decorated with @compensation."""


def compensation(function: F) -> F:
    """Register a function of a module as something that effects may be undone by.

    It is called with what the effect came to, perhaps long after the run has ended and perhaps more than once: undoing
    what is undone already must change nothing. Raises NotACompensation for anything but a function of a module.
    """
    name = _name(function)
    if not inspect.isfunction(function) or "." in name.partition(":")[2] or "<" in name:
        raise NotACompensation(f"{name} is no function of a module; {NotACompensation.__doc__}")
    _REGISTERED[name] = function
    return function


def name_of(function: Callable[..., Any]) -> str:
    """The name that a registered function is found again by; raises NotACompensation for one that is not."""
    name = _name(function)
    if _REGISTERED.get(name) is not function:
        raise NotACompensation(f"{name} is not registered; {NotACompensation.__doc__}")
    return name


def registered(name: str) -> Callable[[Any], Any] | None:
    """The function that was registered under the name, or None."""
    return _REGISTERED.get(name)


async def called(function: Callable[..., Any], *given: Any) -> Any:
    """What a function returns; one that is no coroutine runs in a thread, as it may block."""
    if inspect.iscoroutinefunction(function):
        return await function(*given)
    returned: Awaitable[Any] | Any = await asyncio.to_thread(function, *given)
    return await returned if inspect.isawaitable(returned) else returned


def _name(function: Callable[..., Any]) -> str:
    kind = type(function)
    return f"{getattr(function, '__module__', kind.__module__)}:{getattr(function, '__qualname__', kind.__qualname__)}"
