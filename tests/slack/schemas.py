"""Generated input schemas as pydantic and people write them, with answers that fit."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from bot.approvals.digests import canonical
from tests.slack.hostile import HOSTILE

Json = dict[str, Any]

names = st.text(min_size=1, max_size=30).filter(lambda name: name.strip() and name != ":rest")
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
typed_text = st.sampled_from(HOSTILE) | st.sampled_from(("1", "-2.5", "true", "[]", "{}", "null", '"x"')) | words
leaf_values = st.integers(-(10**6), 10**6) | st.booleans() | words
json_values = st.recursive(leaf_values, lambda inner: st.lists(inner, max_size=3), max_leaves=5)


@dataclass(frozen=True, slots=True)
class Property:
    """A property's schema, a value that fits it, and that value as Slack sends it."""

    schema: Json
    value: Any
    said: Json


@dataclass(frozen=True, slots=True)
class Answered:
    """A schema, values that fit it, and the answers that mean these values."""

    schema: Json
    values: Json
    answers: Json

    def state(self) -> Json:
        """The answers as a view's `state.values`."""
        return {name: {"value": said} for name, said in self.answers.items()}


def typed(said: str) -> Json:
    """A text input's answer."""
    return {"type": "plain_text_input", "value": said}


def picked(value: Any) -> Json:
    """A choice's answer."""
    return {"type": "static_select", "selected_option": {"text": {"text": "?"}, "value": canonical(value)}}


@st.composite
def integers(draw: st.DrawFn) -> Property:
    """Whole numbers with bounds."""
    value = draw(st.integers(-(10**12), 10**12))
    below, above = draw(st.integers(0, 50)), draw(st.integers(0, 50))
    return Property({"type": "integer", "minimum": value - below, "maximum": value + above}, value, typed(str(value)))


@st.composite
def decimals(draw: st.DrawFn) -> Property:
    """Numbers of any sort."""
    value = draw(st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: number != int(number)))
    return Property({"type": "number", "minimum": value}, value, typed(repr(value)))


@st.composite
def strings(draw: st.DrawFn) -> Property:
    """Texts, short ones without blanks at their ends and long ones exactly as they are."""
    is_long = draw(st.booleans())
    value = draw(words.filter(lambda text: bool(text.strip())))
    value = value if is_long else value.strip()
    schema = {"type": "string", "minLength": 1, "maxLength": 500 if is_long else 100}
    return Property(schema, value, typed(value))


@st.composite
def choices(draw: st.DrawFn) -> Property:
    """Enumerations of mixed types, short and long."""
    values = draw(st.lists(leaf_values | st.just(""), min_size=1, max_size=12, unique_by=canonical))
    value = draw(st.sampled_from(values))
    schema: Json = {"enum": values} if len(values) > 1 else {"const": values[0]}
    return Property(schema | ({"default": value} if draw(st.booleans()) else {}), value, picked(value))


@st.composite
def booleans(draw: st.DrawFn) -> Property:
    """Yes or no."""
    value = draw(st.booleans())
    return Property({"type": "boolean", "default": not value}, value, picked(value))


@st.composite
def anything(draw: st.DrawFn) -> Property:
    """What a form can only take as JSON."""
    value = draw(st.lists(json_values, max_size=4))
    return Property({"type": "array"}, value, typed(canonical(value)))


plain = st.one_of(integers(), decimals(), strings(), choices(), booleans(), anything())


@st.composite
def answered(draw: st.DrawFn) -> Answered:
    """A schema of some properties, wrapped as pydantic wraps them, some of them left blank."""
    schema: Json = {"type": "object", "properties": {}, "required": [], "$defs": {}}
    values: Json = {}
    answers: Json = {}
    for name, each in draw(st.dictionaries(names, plain, max_size=6)).items():
        blank = draw(st.sampled_from(("filled", "filled", "optional", "nullable")))
        schema["properties"][name] = _wrapped(draw, schema["$defs"], each.schema, blank == "nullable")
        answers[name] = {"type": "plain_text_input", "value": None} if blank in {"optional", "nullable"} else each.said
        if blank != "optional":
            schema["required"].append(name)
            values[name] = None if blank == "nullable" else each.value
    return Answered(schema, values, answers)


def _wrapped(draw: st.DrawFn, definitions: Json, schema: Json, nullable: bool) -> Json:
    """The schema as it is, or behind a reference, a lone allOf, or an alternative to null."""
    name = f"Type{len(definitions)}"
    definitions[name] = schema
    reference: Json = {"$ref": f"#/$defs/{name}"}
    inner = draw(st.sampled_from((schema, reference, {"allOf": [reference], "title": "Wrapped"})))
    return {"anyOf": [inner, {"type": "null"}], "default": None} if nullable else inner
