"""Words for amounts: how many, how long, and how much was cut."""

from datetime import timedelta

EMPTY = "(empty)"


def cut(characters: int) -> str:
    """The mark at the end of a text that was cut."""
    return f"… [cut: {characters:,} more characters]"


def left_out(count: int, what: str) -> str:
    """The mark at the end of a list that was cut."""
    return f"… [cut: {counted(count, what)} more]"


def counted(count: int, what: str) -> str:
    """`1 fact`, `2 facts`."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def number(value: float) -> str:
    """A number as people write it: `12,500`, `0.35`."""
    if abs(value) >= 10**15:
        return repr(value)
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def duration(length: timedelta) -> str:
    """A length of time in its two largest units: `45 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`."""
    seconds = max(0, int(length.total_seconds()))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds % 60, "s")]
    first = next((index for index, (count, _) in enumerate(parts) if count), len(parts) - 1)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count) or "0 s"


def listed(items: list[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)
