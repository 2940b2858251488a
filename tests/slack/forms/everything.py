"""One model with every sort of field that pydantic writes."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AnyUrl, BaseModel, Field

Mail = Annotated[str, Field(json_schema_extra={"format": "email"})]
Person = Annotated[str, Field(json_schema_extra={"format": "slack-user"})]
Channel = Annotated[str, Field(json_schema_extra={"format": "slack-channel"})]


class Speed(StrEnum):
    """How fast; words about the type, which are not the field's."""

    SLOW = "slow"
    FAST = "fast"


class Address(BaseModel):
    """A nested object."""

    street: str
    country: str = "DE"


class Everything(BaseModel):
    """What pydantic writes for every sort of field."""

    name: str = Field(title="Name", description="Who gets it", min_length=2, max_length=40)
    essay: str = Field(max_length=2000)
    diff: str = Field(description="What changes, as multi-line text", max_length=20_000)
    amount: float = Field(gt=0, le=1000)
    count: int = Field(3, ge=1, le=5)
    maybe: int | None = None
    nullable: Annotated[str, Field(max_length=9)] | None
    agreed: bool
    loud: bool = True
    speed: Speed = Speed.FAST
    maybe_speed: Speed | None = None
    only: Literal["this"] = "this"
    level: Literal[1, 2, 3, 4, 5, 6] = 4
    speeds: list[Speed] = [Speed.SLOW]
    tags: list[str] = ["a"]
    address: Address
    home: Address | None = None
    day: date
    at: time = time(9)
    moment: datetime
    page: AnyUrl | None = None
    mail: Mail | None = None
    boss: Person | None = None
    rooms: list[Channel] = []
    either: int | str = 1
