"""Text for Slack: untrusted words made visible, clipped and escaped; mentions and times only from checked values."""

import re
from datetime import UTC, datetime
from itertools import accumulate

from bot.slack.wording import quantities

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_GROUP = re.compile(r"S[A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,30}")


def visible(text: str) -> str:
    """The text with everything that would deceive the eye (direction overrides, zero widths, controls) spelled out."""
    return _INVISIBLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The visible text on one line, its blanks collapsed, so that it cannot pose as lines of ours."""
    return " ".join(visible(text).split())


def escape(text: str) -> str:
    """The text with `&`, `<` and `>` as entities: it can then neither ping nor link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The text a person typed after a slash command, where Slack sends `&`, `<` and `>` as entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def cost(text: str) -> int:
    """How many characters the text takes once escaped."""
    return len(text) + 4 * text.count("&") + 3 * (text.count("<") + text.count(">"))


def clip(text: str, limit: int) -> str:
    """The visible text, cut so that its escaped form has at most `limit` (>= 60) characters; the mark says how much."""
    shown = visible(text)
    if cost(shown) <= limit:
        return shown
    kept = _affordable(shown, limit - len(quantities.cut(len(shown))))
    return shown[:kept] + quantities.cut(len(shown) - kept)


def shorten(text: str, limit: int) -> str:
    """The text on one line of at most `limit` characters once escaped, ending in … where it was cut; for labels."""
    line = one_line(text)
    return line if cost(line) <= limit else line[: _affordable(line, limit - 1)] + "…"


def phrase(text: str, limit: int) -> str:
    """Untrusted words inside a sentence of ours: one line, shortened, escaped, never blank."""
    return escape(shorten(text, limit)) or quantities.EMPTY


def user(user_id: str) -> str:
    """A mention of a person by id; what is no user id (an e-mail address, a program's name) stays plain text."""
    return f"<@{user_id}>" if _USER.fullmatch(user_id) else phrase(user_id, 120)


def handle(name: str) -> str:
    """A user group by its handle, in words that ping nobody."""
    return f"@{phrase(name, 80)}"


def mention(name: str, known: str) -> str:
    """A mention of a group's or person's `known` id; without a valid id the plain handle, which pings nobody."""
    if _GROUP.fullmatch(known):
        return f"<!subteam^{known}>"
    return f"<@{known}>" if _USER.fullmatch(known) else handle(name)


def channel(name: str) -> str:
    """A link to a channel by id, or its plain name."""
    return f"<#{name}>" if _CHANNEL.fullmatch(name) else phrase(name, 100)


def moment(at: datetime, exact: bool = False) -> str:
    """A time in each reader's own zone and, where Slack cannot, in UTC; `exact` shows the seconds."""
    time, digits = ("{time_secs}", "%H:%M:%S") if exact else ("{time}", "%H:%M")
    fallback = at.astimezone(UTC).strftime(f"%Y-%m-%d {digits} UTC")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {time}|{fallback}>"


def _affordable(text: str, room: int) -> int:
    """How many leading characters cost at most `room`."""
    costs = accumulate(len(_ENTITIES.get(character, character)) for character in text[: max(room, 0)])
    return sum(1 for total in costs if total <= room)
