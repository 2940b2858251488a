"""Generated input schemas as pydantic and people write them, with answers that fit."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.approvals.digests import canonical
from tests.slack.hostile import HOSTILE

Json = dict[str, Any]

steadily = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

KEYWORDS = (
    "$ref", "$defs", "type", "properties", "required", "items", "enum", "const", "default", "format", "pattern",
    "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "anyOf", "oneOf", "allOf",
    "not", "if", "then", "title", "description", "examples", "additionalProperties", "patternProperties", "a", "$id",
)  # fmt: skip
names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(
    lambda name: name.strip() and name[0] != ":" and "." not in name
)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
typed_text = st.sampled_from(HOSTILE) | st.sampled_from(("1", "-2.5", "true", "[]", "{}", "null", '"x"')) | words
printed = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
leaf_values = st.integers(-(10**6), 10**6) | st.booleans() | printed
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


@st.composite
def pickers(draw: st.DrawFn) -> Property:
    """Dates, times, moments, people, channels and addresses, as their inputs send them."""
    at = datetime.fromtimestamp(draw(st.integers(1_000_000_000, 9_000_000_000)), UTC)
    clock, person = f"{at:%H:%M}", f"U{draw(st.integers(10, 10**6))}"
    moment, mail, page = f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{person}@example.com", f"https://example.com/{person}"
    several = [person, "W0123456"]
    return draw(
        st.sampled_from(
            (
                Property(text_of("date"), f"{at:%Y-%m-%d}", {"type": "datepicker", "selected_date": f"{at:%Y-%m-%d}"}),
                Property(text_of("time"), f"{clock}:00", {"type": "timepicker", "selected_time": clock}),
                Property(
                    text_of("date-time"), moment, {"type": "datetimepicker", "selected_date_time": int(at.timestamp())}
                ),
                Property(text_of("email"), mail, {"type": "email_text_input", "value": mail}),
                Property(text_of("uri"), page, {"type": "url_text_input", "value": page}),
                Property(text_of("slack-user"), person, {"type": "users_select", "selected_user": person}),
                Property(
                    {"type": "array", "items": text_of("slack-user")},
                    several,
                    {"type": "multi_users_select", "selected_users": several},
                ),
                Property(
                    text_of("slack-channel"), "C012", {"type": "conversations_select", "selected_conversation": "C012"}
                ),
            )
        )
    )


def text_of(form: str) -> Json:
    """The schema of texts of a format."""
    return {"type": "string", "format": form}


@st.composite
def subsets(draw: st.DrawFn) -> Property:
    """Lists of values from an enumeration."""
    values = draw(st.lists(leaf_values | st.just(""), min_size=1, max_size=12, unique_by=canonical))
    value = [each for each in values if draw(st.booleans())] or values[:1]
    schema = {"type": "array", "items": {"enum": values}, "minItems": 1, "maxItems": len(values)}
    options = [picked(each)["selected_option"] for each in value]
    return Property(schema, value, {"type": "checkboxes", "selected_options": options})


plain = st.one_of(integers(), decimals(), strings(), choices(), booleans(), anything(), pickers(), subsets())
inner_names = st.text("abcxyz_", min_size=1, max_size=8)


@st.composite
def answered(draw: st.DrawFn) -> Answered:
    """A schema of some properties, wrapped as pydantic wraps them, some in objects, some of them left blank."""
    whole = Answered({"type": "object", "properties": {}, "required": [], "$defs": {}}, {}, {})
    for name, each in draw(st.dictionaries(names, plain, max_size=6)).items():
        _add(draw, whole, each, (name,))
    for outer in draw(
        st.lists(names.filter(lambda name: name not in whole.schema["properties"]), max_size=2, unique=True)
    ):
        inner = Answered({"type": "object", "properties": {}, "required": [], "$defs": whole.schema["$defs"]}, {}, {})
        for name, each in draw(st.dictionaries(inner_names, plain, min_size=1, max_size=3)).items():
            _add(draw, inner, each, (outer, name))
        del inner.schema["$defs"]
        whole.schema["properties"][outer] = inner.schema
        whole.schema["required"].append(outer)
        whole.values[outer] = inner.values
        whole.answers.update(inner.answers)
    return whole


def _add(draw: st.DrawFn, owner: Answered, each: Property, path: tuple[str, ...]) -> None:
    """Give the object this property, with its answer or blank."""
    blank = draw(st.sampled_from(("filled", "filled", "optional", "nullable")))
    is_blank = blank in {"optional", "nullable"}
    wrapped = _wrapped(draw, owner.schema["$defs"], each.schema, blank == "nullable")
    owner.schema["properties"][path[-1]] = wrapped
    owner.answers[".".join(path)] = {"type": "plain_text_input", "value": None} if is_blank else each.said
    if blank != "optional":
        owner.schema["required"].append(path[-1])
        owner.values[path[-1]] = None if blank == "nullable" else each.value


def _wrapped(draw: st.DrawFn, definitions: Json, schema: Json, nullable: bool) -> Json:
    """The schema as it is, or behind a reference, a lone allOf, or an alternative to null."""
    name = f"Type{len(definitions)}"
    definitions[name] = schema
    reference: Json = {"$ref": f"#/$defs/{name}"}
    inner = draw(st.sampled_from((schema, reference, {"allOf": [reference], "title": "Wrapped"})))
    return {"anyOf": [inner, {"type": "null"}], "default": None} if nullable else inner


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 200)
    | st.floats(-5, 5)
    | st.sampled_from(("string", "a", "(", "^(a+)+$")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYWORDS), inner, max_size=5),
    max_leaves=20,
)
any_schema = st.fixed_dictionaries({"properties": st.dictionaries(names, junk, max_size=4)}) | st.dictionaries(
    st.sampled_from(KEYWORDS), junk, max_size=5
)
any_values = st.none() | st.dictionaries(names | st.sampled_from(KEYWORDS), json_values | st.floats(), max_size=4)
