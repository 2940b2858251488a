"""The kinds of action a plan may consist of, each with parameters of its own; and how people may change them."""

from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from workflows.letters import LONGEST_BODY, LONGEST_SUBJECT, addresses, sound_body, sound_subject
from workflows.planner.tables import COLUMNS, FLOORS, ROOMY, Level, Table, described, in_words
from workflows.words import shortened

LONGEST_CONTENT = 3000
LONGEST_CELL = 500
LONGEST_LINE = 140
LONGEST_DESCRIBED = 100
_TEXTS = (".md", ".txt", ".csv")


def _recipients(text: str) -> str:
    """Raises ValueError in words for what is no list of addresses."""
    return ", ".join(addresses(text))


class Method(StrEnum):
    """The HTTP methods there are."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    DELETE = "DELETE"

    @property
    def is_idempotent(self) -> bool:
        """Whether calling twice is as good as calling once, as HTTP says; only POST makes no such promise."""
        return self is not Method.POST


class _Action(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: ClassVar[str]

    @property
    def floor(self) -> Level:
        """The least risk it has, whatever anybody says."""
        return Level.MEDIUM

    @property
    def described(self) -> str:
        """What it does, in one short line that begins with a verb."""
        raise NotImplementedError

    def terms(self) -> dict[str, Any]:
        """What people may change."""
        return self.model_dump(mode="json", exclude={"type"})

    def form(self) -> dict[str, Any]:
        """The JSON Schema of what people may change."""
        schema = self.model_json_schema()
        properties = {name: said for name, said in schema["properties"].items() if name != "type"}
        return {**schema, "properties": properties, "required": list(properties)}

    def with_terms(self, terms: dict[str, Any]) -> "Planned":
        """The same kind of action with these terms; raises ValueError where they are not sound."""
        return _PLANNED.validate_python({**self.model_dump(mode="json"), **terms})


class SendEmail(_Action):
    """Send an e-mail."""

    kind = "E-mail"

    type: Literal["email"]
    to: Annotated[str, AfterValidator(_recipients)] = Field(
        title="To", description="E-mail addresses, with commas between", max_length=600
    )
    subject: Annotated[str, AfterValidator(sound_subject)] = Field(
        title="Subject", pattern=r"^[^\r\n]*\S[^\r\n]*$", max_length=LONGEST_SUBJECT
    )
    body: Annotated[str, AfterValidator(sound_body)] = Field(title="Body", pattern=r"\S", max_length=LONGEST_BODY)

    @property
    def described(self) -> str:
        """To whom."""
        return f"Send an e-mail to {shortened(self.to, LONGEST_DESCRIBED)}"


class WriteFile(_Action):
    """Write a new text file."""

    kind = "File"

    type: Literal["file"]
    path: str = Field(
        title="Path", description="A relative path such as courses/safety-101.md", min_length=1, max_length=150
    )
    content: str = Field(title="Content", description="The whole file", min_length=1, max_length=LONGEST_CONTENT)

    @property
    def described(self) -> str:
        """Which file."""
        return f"Write the file {shortened(self.path, LONGEST_DESCRIBED)}"

    @property
    def floor(self) -> Level:
        """A new text in a folder of its own harms nothing; what a program might run or be set up by may."""
        return Level.LOW if self.path.casefold().endswith(_TEXTS) else Level.MEDIUM


class CallHttp(_Action):
    """Call a web service."""

    kind = "HTTP call"

    type: Literal["http"]
    method: Method = Field(title="Method")
    url: str = Field(title="Address", description="Begins with https://", pattern=r"^https?://\S+$", max_length=1000)
    body: str = Field("", title="Body", description="JSON; empty where nothing is sent", max_length=LONGEST_CONTENT)

    @property
    def described(self) -> str:
        """What is called, and how."""
        return f"Call {self.method} {shortened(self.url, LONGEST_DESCRIBED)}"

    @property
    def floor(self) -> Level:
        """Looking something up changes nothing; deleting may not be undone."""
        return {Method.GET: Level.LOW, Method.DELETE: Level.HIGH}.get(self.method, Level.MEDIUM)


class WriteRow(_Action):
    """Add a row to a table of the database."""

    kind = "Database"

    type: Literal["database"]
    table: Table = Field(title="Table")
    values: dict[str, Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CELL)]] = Field(
        title="Values", description=f"A text for each column of the table. The tables: {described()}"
    )

    @model_validator(mode="after")
    def _has_the_tables_columns(self) -> "WriteRow":
        columns = COLUMNS[self.table]
        if set(self.values) != set(columns):
            raise ValueError(f"a row of {self.table} has exactly the values {', '.join(columns)}")
        if long := [name for name in columns if len(self.values[name]) > _longest(name)]:
            raise ValueError(f"{long[0]} has {LONGEST_LINE} characters at most")
        return self

    @property
    def described(self) -> str:
        """What the row is."""
        return f"Enter {in_words(self.table, self.values)}"

    @property
    def floor(self) -> Level:
        """What a row of that table sets off."""
        return FLOORS[self.table]

    def terms(self) -> dict[str, Any]:
        """The row; its table stays."""
        return {column: self.values[column] for column in COLUMNS[self.table]}

    def form(self) -> dict[str, Any]:
        """A line of text for each column."""
        columns = {name: _cell(name) for name in COLUMNS[self.table]}
        required = list(columns)
        return {"type": "object", "properties": columns, "required": required, "additionalProperties": False}

    def with_terms(self, terms: dict[str, Any]) -> "Planned":
        """The same table with these values."""
        return WriteRow(type=self.type, table=self.table, values={**self.values, **terms})


def _cell(column: str) -> dict[str, Any]:
    """The form of a value: a line for what is short by nature, room for everything else."""
    return {"type": "string", "title": column.capitalize(), "minLength": 1, "maxLength": _longest(column)}


def _longest(column: str) -> int:
    return LONGEST_CELL if column in ROOMY else LONGEST_LINE


Planned = SendEmail | WriteFile | CallHttp | WriteRow
Typed = Annotated[Planned, Field(discriminator="type")]
_PLANNED: TypeAdapter[Planned] = TypeAdapter(Typed)
