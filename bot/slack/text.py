"""Text for Slack: untrusted words made visible, clipped and escaped; mentions and times only from checked values."""

import re
from datetime import UTC, datetime
from itertools import accumulate

from bot.slack.wording import quantities

_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0334-\u0338\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_JOINERS = "\u200c\u200d"  # at home in emoji and in many scripts, but not after a Latin letter
_DECEIVING = re.compile(
    f"(?:[{_UNSEEN}]|(?<=[{_MARKS}][{_MARKS}][{_MARKS}])[{_MARKS}]|(?<![^\x00-\u024f])[{_JOINERS}])[{_JOINERS}]*"
)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
_FORMATTING = str.maketrans({"*": "\u2217", "~": "\u223c", "`": "\u02cb"})
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_EMOJI_NAME = re.compile(r"(?<!\d):(?=[a-z0-9_+'-]+:)", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_GROUP = re.compile(r"S[A-Z0-9]{2,30}")
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,30}")
_TO_THE_MINUTE = quantities.moment("{date_short_pretty}", "{time}")
_TO_THE_SECOND = quantities.moment("{date_short_pretty}", "{time_secs}")


def visible(text: str) -> str:
    """The text with everything that would deceive the eye spelled out: controls, zero widths, piles of accents, ..."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text  # most texts, and the long ones among them, need no closer look
    return _DECEIVING.sub(_spelled, _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The visible text on one line, its blanks collapsed, so that it cannot pose as lines of ours."""
    return " ".join(visible(text).split())


def escape(text: str) -> str:
    """The text with `&`, `<` and `>` as entities: it can then neither ping nor link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inert(text: str) -> str:
    """The text with look-alikes for what Slack reads as formatting, code or an emoji, so that it formats nothing."""
    return _EMOJI_NAME.sub("\u2236", _EDGE_UNDERSCORE.sub("\u02cd", text.translate(_FORMATTING)))


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
    """Untrusted words inside a sentence of ours: one line, shortened, inert, escaped, never blank."""
    return escape(inert(shorten(text, limit))) or quantities.EMPTY


def is_user(user_id: str) -> bool:
    """Whether this is of the shape of a user's id."""
    return bool(_USER.fullmatch(user_id))


def user(user_id: str) -> str:
    """A mention of a person by id; what is no user id (an e-mail address, a program's name) stays plain text."""
    return f"<@{user_id}>" if is_user(user_id) else phrase(user_id, 120)


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


def moment(at: datetime, exact: bool = False, *, left: bool = False) -> str:
    """A time in each reader's own zone and, where Slack cannot, in UTC; `exact` shows the seconds.

    With `left` Slack adds how far off it is, whenever somebody looks.
    """
    told, smallest = (_TO_THE_SECOND, "seconds") if exact else (_TO_THE_MINUTE, "minutes")
    told = quantities.moment_and_left(told, "{ago}") if left else told
    day, _, time = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", smallest).partition(" ")
    return f"<!date^{int(at.timestamp())}^{told}|{quantities.moment_in_utc(day, time)}>"


def _spelled(found: re.Match[str]) -> str:
    return "".join(f"[U+{ord(character):04X}]" for character in found[0])


def _affordable(text: str, room: int) -> int:
    """How many leading characters cost at most `room`."""
    costs = accumulate(len(_ENTITIES.get(character, character)) for character in text[: max(room, 0)])
    return sum(1 for total in costs if total <= room)
