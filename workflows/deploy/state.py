"""What a deployment starts from, and what is known about it on the way."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.review import Check, Decision


class Environment(StrEnum):
    """Where the change goes."""

    STAGING = "staging"
    PRODUCTION = "production"


class DeployInput(BaseModel):
    """The form a requester fills in."""

    model_config = ConfigDict(title="Deploy", extra="forbid", allow_inf_nan=False)

    service: str = Field(
        title="Service", description="Such as checkout", pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60
    )
    version: str = Field(
        title="Version", description="Such as 1.4.2", pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$", max_length=40
    )
    environment: Environment = Field(Environment.PRODUCTION, title="Environment", description="Where it goes")
    diff: str = Field(
        title="Diff",
        description="What changes, in unified form (git diff)",
        pattern=r"\S",
        max_length=20_000,
    )
    coverage: float | None = Field(
        None, title="Coverage", description="Test coverage in percent, as your build reports it", ge=0, le=100
    )


class ChangeSummary(BaseModel):
    """Your summary of this change, and its risk."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    summary: str = Field(
        min_length=1, max_length=3000, description="What the change does, in two to four plain sentences"
    )
    risk: float = Field(ge=0, le=1, description="Risk that deploying does harm: 0 none, 1 certain")
    concerns: list[Annotated[str, StringConstraints(max_length=300)]] = Field(
        max_length=10, description="What the person who decides should look at, one short sentence each"
    )


class DeployState(DeployInput):
    """The form, the checks, the summary, and what people decided; `outcome` tells the requester how it ended."""

    checks: tuple[Check, ...] = ()
    summary: ChangeSummary | None = None
    notice: str = ""
    decision: Decision | None = None
    outcome: str = ""
