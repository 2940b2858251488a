"""What forms say: hints, and errors that name what to write instead."""

from collections.abc import Mapping
from types import MappingProxyType

YES = "Yes"
NO = "No"
REST = "Other values"
REST_HINT = "Further values that have no field of their own, as one JSON object."
JSON_HINT = "As JSON."
MISSING = "This is needed: please fill it in."
NOT_JSON = 'This is not JSON. Write a JSON value such as "text", 12500, true, ["a", "b"] or {"key": "value"}.'
NOT_AN_OBJECT = 'Write one JSON object such as {"key": "value"}.'
WHOLE_NUMBER = "Write a whole number such as 12500, without separators or decimals."
ANY_NUMBER = "Write a plain number such as 12500 or 12500.50, without thousands separators."
BOOLEAN = "Write yes or no."
NO_SUCH_CHOICE = "That is not one of the choices."

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "date": "Write a date such as 2026-01-31.",
        "time": "Write a time such as 14:30:00.",
        "date-time": "Write a date and time with its zone, such as 2026-01-31T14:30:00Z.",
        "email": "Write an e-mail address such as name@example.com.",
        "uri": "Write a full web address such as https://example.com/page.",
        "uuid": "Write a UUID such as 123e4567-e89b-12d3-a456-426614174000.",
        "ipv4": "Write an IPv4 address such as 192.0.2.1.",
        "ipv6": "Write an IPv6 address such as 2001:db8::1.",
    }
)
TYPES: Mapping[str, str] = MappingProxyType(
    {
        "string": "Write text.",
        "integer": WHOLE_NUMBER,
        "number": ANY_NUMBER,
        "boolean": BOOLEAN,
        "array": 'Write a JSON list such as ["a", "b"].',
        "object": NOT_AN_OBJECT,
        "null": "Write null.",
    }
)


def at_least(bound: str) -> str:
    """Below `minimum`."""
    return f"Write a number of at least {bound}."


def at_most(bound: str) -> str:
    """Above `maximum`."""
    return f"Write a number of at most {bound}."


def more_than(bound: str) -> str:
    """Not above `exclusiveMinimum`."""
    return f"Write a number greater than {bound}."


def less_than(bound: str) -> str:
    """Not below `exclusiveMaximum`."""
    return f"Write a number smaller than {bound}."


def multiple_of(step: str) -> str:
    """No multiple of `multipleOf`."""
    return f"Write a multiple of {step}."


def longer(characters: str) -> str:
    """Shorter than `minLength`."""
    return f"Write at least {characters}."


def shorter(characters: str) -> str:
    """Longer than `maxLength`."""
    return f"Write at most {characters}."


def fits_here(characters: int) -> str:
    """Where a value may be longer than a form can hold."""
    return f"(At most {characters:,} characters fit here.)"


def matching(pattern: str, like: str) -> str:
    """Does not match `pattern`; `like` is an example or a description, and may be empty."""
    return f"That is not of the right form. Write: {like or pattern}"


def one_of(choices: str) -> str:
    """Not among the choices."""
    return f"Write one of: {choices}."


def unfit(what: str) -> str:
    """Anything else the schema forbids, in its own words."""
    return f"This does not fit: {what}"


def uncheckable(why: str) -> str:
    """The workflow's schema itself is broken."""
    return f"I cannot check this, as the workflow's description of its input is broken; tell its author: {why}"


def unknown_key(key: str, nearest: str) -> str:
    """A `key=value` whose key the workflow does not know."""
    return f"There is no “{key}”." + (f" Did you mean “{nearest}”?" if nearest else "")


def not_a_pair(word: str) -> str:
    """A word after the command that is no `key=value`."""
    return f"I cannot read “{word}”. Write key=value, and quotes around several words."


def twice(key: str) -> str:
    """A key that came more than once."""
    return f"“{key}” is there twice."
