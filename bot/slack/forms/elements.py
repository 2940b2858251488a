"""The elements of a form: for each look the input that Slack has for it, with what stands in it at the beginning."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from bot.slack import blocks
from bot.slack.answers import INPUT
from bot.slack.blocks import Block
from bot.slack.forms.fields import LONGEST_INPUT, Field
from bot.slack.forms.formats import is_address, is_channel, is_date, is_email, is_person, is_time
from bot.slack.forms.looks import Look
from bot.slack.forms.number_inputs import number_input
from bot.slack.forms.showing import Said, seconds
from bot.slack.wording import form_words as words

FEW = 5
FEW_CHECKBOXES = 10
MOST_OPTIONS = 100
BLANK: Final = ":blank"


def element(field: Field, said: Said) -> Block:
    """The input of a field; what its own input cannot take, such as a typed mistake, stands in a plain text field."""
    drawn = _ELEMENTS.get(field.look, _text)(field, said)
    return typing(field, said) if drawn is None else {"action_id": INPUT, **drawn}


def typing(field: Field, said: Said) -> Block:
    """A field to type in; bounds that would refuse what stands in it already are left to the check."""
    written = ", ".join(said) if isinstance(said, tuple) else said
    is_long = field.look in {Look.LONG_TEXT, Look.JSON} or "\n" in written
    drawn: Block = {"type": "plain_text_input", "action_id": INPUT, "multiline": is_long}
    return drawn | ({"initial_value": written} if 0 < len(written) <= LONGEST_INPUT else {})


def _text(field: Field, said: Said) -> Block:
    if field.look is Look.JSON:
        return typing(field, said)
    longest = int(min(field.schema.get("maxLength", LONGEST_INPUT), LONGEST_INPUT))
    shortest = int(min(field.schema.get("minLength", 0), longest))
    refused = 0 < len(said) < shortest or len(said) > longest
    bounds = {} if refused else {"min_length": shortest, "max_length": longest}
    return typing(field, said) | {name: bound for name, bound in bounds.items() if bound}


def _chooser(field: Field, said: Said) -> Block | None:
    offered = _options(field)
    options = list(offered.values())
    if _may_be_cleared(field) and len(options) < MOST_OPTIONS:
        options.append(blocks.option(words.NO_ANSWER, BLANK))
    kind = "radio_buttons" if len(field.choices) <= FEW else "static_select"
    return _begun({"type": kind, "options": options}, "initial_option", said, offered.get)


def _may_be_cleared(field: Field) -> bool:
    """Whether no answer is an answer; Slack itself has no way to take back a pressed radio button."""
    return field.optional and (field.editing or field.schema.get("default") is None)


def _checker(field: Field, said: Said) -> Block | None:
    offered = _options(field)
    is_few = len(offered) <= FEW_CHECKBOXES
    drawn: Block = {"type": "checkboxes" if is_few else "multi_static_select", "options": list(offered.values())}
    return _begun(drawn if is_few else drawn | _most(field, said), "initial_options", said, offered.get)


def _options(field: Field) -> dict[str, Block]:
    return {choice.key: blocks.option(choice.label, choice.key) for choice in field.choices}


def _people(field: Field, said: Said) -> Block | None:
    return _begun({"type": "multi_users_select", **_most(field, said)}, "initial_users", said, _known(is_person))


def _channels(field: Field, said: Said) -> Block | None:
    drawn = {"type": "multi_conversations_select", "filter": _shared(), **_most(field, said)}
    return _begun(drawn, "initial_conversations", said, _known(is_channel))


def _person(_: Field, said: Said) -> Block | None:
    return _begun({"type": "users_select"}, "initial_user", said, _known(is_person))


def _channel(_: Field, said: Said) -> Block | None:
    drawn = {"type": "conversations_select", "filter": _shared()}
    return _begun(drawn, "initial_conversation", said, _known(is_channel))


def _shared() -> Block:
    """Channels, and no direct messages."""
    return {"include": ["public", "private"]}


def _most(field: Field, said: Said) -> Block:
    most = int(min(field.schema.get("maxItems", 0), MOST_OPTIONS))
    return {"max_selected_items": most} if most and len(said) <= most else {}


def _known(fits: Callable[[str], bool]) -> Callable[[str], str | None]:
    return lambda text: text if fits(text) else None


def _begun(drawn: Block, key: str, said: Said, show: Callable[[str], Any]) -> Block | None:
    """The element with what stands in it under `key`; None where it cannot show that."""
    if not said:
        return drawn
    several = key.endswith("s")
    shown = [show(each) for each in ([said] if isinstance(said, str) else said)]
    if None in shown or several is isinstance(said, str):
        return None
    return drawn | {key: shown if several else shown[0]}


def _email(_: Field, said: Said) -> Block | None:
    return _begun({"type": "email_text_input"}, "initial_value", said, _known(is_email))


def _address(_: Field, said: Said) -> Block | None:
    fits = _known(lambda text: is_address(text) and text.startswith(("http://", "https://")))
    return _begun({"type": "url_text_input"}, "initial_value", said, fits)


def _date(_: Field, said: Said) -> Block | None:
    return _begun({"type": "datepicker"}, "initial_date", said, _known(is_date))


def _time(_: Field, said: Said) -> Block | None:
    fits = _known(lambda text: is_time(text) and len(text) == len("14:30"))
    return _begun({"type": "timepicker"}, "initial_time", said, fits)


def _moment(_: Field, said: Said) -> Block | None:
    return _begun({"type": "datetimepicker"}, "initial_date_time", said, seconds)


_ELEMENTS: Mapping[Look, Callable[[Field, Said], Block | None]] = MappingProxyType(
    {
        Look.EMAIL: _email,
        Look.ADDRESS: _address,
        Look.INTEGER: number_input,
        Look.NUMBER: number_input,
        Look.CHOICE: _chooser,
        Look.CHOICES: _checker,
        Look.DATE: _date,
        Look.TIME: _time,
        Look.MOMENT: _moment,
        Look.PERSON: _person,
        Look.PEOPLE: _people,
        Look.CHANNEL: _channel,
        Look.CHANNELS: _channels,
    }
)
