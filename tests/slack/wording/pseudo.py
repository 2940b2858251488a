"""Run as a program: draws every specimen, and says every sentence, in a language that only looks like another one.

Every letter of the file's words bears an accent there; what stands in braces or in backticks is kept. The file is
exchanged before anything of the bot's is imported, as texts without values are read at import.
"""

import importlib
import inspect
import json
import pkgutil
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from enum import Enum
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from bot.slack import wording
from bot.slack.wording import wordbook

_KEPT = re.compile(r"(`[^`]*`|\{[a-z][a-z_]*\})")
_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀćďéƒǵĥíĵķĺḿńóṕɋŕśťúṽŵẋýźÁɃĆĎÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼŴẊÝŹ"
)
_STAND_INS: Mapping[Any, tuple[Any, ...]] = {
    str: ("0", ""),
    int: (1, 2),
    float: (0.25, 0.5, 0.75, 0.1, 0.9),
    bool: (True, False),
    timedelta: (timedelta(0), timedelta(days=1, hours=1), timedelta(minutes=1, seconds=1)),
}


def accented(text: str) -> str:
    """The text with an accent on each letter but in what is kept."""
    parts = _KEPT.split(text)
    return "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts)


def exchange(folder: Path) -> None:
    """Have the accented words read from now on."""
    texts = wordbook.read(wordbook.FILE).texts
    path = folder / "accented.toml"
    lines = [f"{key} = {json.dumps(accented(text), ensure_ascii=False)}\n" for key, text in texts.items()]
    path.write_text("".join(lines), encoding="utf-8")
    vars(wordbook)["FILE"] = path


def sayings() -> Iterator[tuple[str, list[str]]]:
    """What each constant holds and each function says, with every combination of values that is worth trying."""
    for found in pkgutil.iter_modules(wording.__path__):
        if found.name.endswith("_words") or found.name == "quantities":
            module = importlib.import_module(f"bot.slack.wording.{found.name}")
            yield from ((f"{found.name}.{name}", told) for name, told in _told(module))


def _told(module: ModuleType) -> Iterator[tuple[str, list[str]]]:
    for name, value in vars(module).items():
        if name.startswith("_") or name == "SHARES" or inspect.isclass(value):
            continue
        if isinstance(value, str):
            yield name, [value]
        elif isinstance(value, Mapping):
            yield name, [str(text) for text in value.values()]
        elif inspect.isfunction(value) and value.__module__ == module.__name__:
            yield name, list(_said(value))


def _said(function: Callable[..., Any]) -> Iterator[str]:
    hints = get_type_hints(function)
    hints.pop("return")
    for values in product(*map(_stand_ins, hints.values())):
        told = function(*values)
        yield from (told,) if isinstance(told, str) else told


def _stand_ins(hint: Any) -> tuple[Any, ...]:
    if hint in _STAND_INS:
        return _STAND_INS[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(hint)
    if get_origin(hint) is Literal:
        return get_args(hint)
    arguments = get_args(hint)
    return (
        ([], ["0"], ["0", "1", "2"])
        if arguments == (str,)
        else tuple(v for each in arguments for v in _stand_ins(each))
    )


def main() -> None:
    """Write what was drawn and said to the standard output, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        exchange(Path(folder))
        drawn = importlib.import_module("gallery.collection").collection()
        said = dict(sayings())
    json.dump({"drawn": {each.slug: each.payload for each in drawn}, "said": said}, sys.stdout)


if __name__ == "__main__":
    main()
