"""Whatever the bot says, by key, from the one file of words, which is read once: texts, amounts and reasons given."""

from bot.slack.wording import wordbook

_WORDS = wordbook.read(wordbook.FILE)
_TEMPLATES = _WORDS.templates
_MARKS = str.maketrans({",": _WORDS.say("number.thousands"), ".": _WORDS.say("number.point")})


def say(key: str, /, **values: object) -> str:
    """The text with the values put in; braces within values mean nothing."""
    return _TEMPLATES[key].format_map(values)


def say_many(key: str, count: int, /, **values: object) -> str:
    """The text in the form that this amount takes; `count` is put in as people write it."""
    form = f"{key}.{form_of(count)}"
    return say(form if form in _TEMPLATES else f"{key}.other", count=whole(count), **values)


def say_because(key: str, reason: str, /, **values: object) -> str:
    """The text that takes the reason in, or where there is none the bare one."""
    return say(f"{key}.because", reason=reason, **values) if reason else say(f"{key}.bare", **values)


def say_around(key: str, place: str, /, **values: object) -> tuple[str, str]:
    """What the text says before and after that place of it."""
    return _WORDS.say_around(key, place, **values)


def section(prefix: str) -> dict[str, str]:
    """All texts of a section, by the last part of their keys."""
    return _WORDS.section(prefix)


def form_of(count: int) -> str:
    """Which form an amount takes: the rule of the file's language, by the names that Unicode has for plurals."""
    return "one" if count == 1 else "other"


def whole(count: int) -> str:
    """A whole number as people write it: `12,500`."""
    return figures(f"{count:,}")


def figures(written: str) -> str:
    """Figures written with commas between thousands and a point, with the language's own marks instead."""
    return written.translate(_MARKS)
