"""What every value of the rules is made of: frozen models, whole texts and plain JSON."""

import json
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, JsonValue, TypeAdapter

_GREATEST_MEASURE = 1e300  # a whole number beyond it may have no float


def whole(text: str) -> str:
    """The text with half characters, which no file or message can hold, replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clipped(text: str, most: int) -> str:
    """The text where it has so many characters at most, else its beginning with a mark that it was cut."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def whole_json(value: Any) -> Any:
    """A JSON value with half characters replaced in all its texts and names."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [whole_json(inner) for inner in value]
    if isinstance(value, dict):
        return {whole(name): whole_json(inner) for name, inner in value.items()}
    return value


def measure_of(value: Any) -> float | None:
    """The value as a number that a limit can be compared with; None for all but plain numbers of at least 0."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= _GREATEST_MEASURE else None


def sound(values: dict[str, Any]) -> dict[str, Any]:
    """The values as a JSON object of whole texts; raises ValueError where they are none, or nested too deeply."""
    checked = _OBJECT.validate_python(values)
    json.dumps(checked, allow_nan=False)
    return checked


def as_json(value: Any) -> Any:
    """The value as JSON has it, in whole texts; raises ValueError where it is none, or nested too deeply."""
    try:
        return whole_json(json.loads(json.dumps(value, allow_nan=False)))
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error


Text = Annotated[str, AfterValidator(whole)]
JsonObject = Annotated[dict[str, JsonValue], AfterValidator(whole_json)]

_OBJECT: TypeAdapter[dict[str, Any]] = TypeAdapter(JsonObject, config=ConfigDict(allow_inf_nan=False))


class Frozen(BaseModel):
    """A value that cannot change and knows exactly its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
