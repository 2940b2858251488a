"""Reads which checks run before a deployment."""

import os
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

_DEFAULT = Path(__file__).with_name("checks.yaml")


class UnreadableChecklist(Exception):
    """The file of checks cannot be used; the message says what to mend."""


class CheckCommand(BaseModel):
    """One check: a command without a shell, in a folder relative to the file, with a timeout in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=80)]
    command: Annotated[tuple[str, ...], Field(min_length=1)]
    directory: str = "."
    timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0
    warn_on: tuple[int, ...] = ()


class Checklist(BaseModel):
    """The checks of one file, and the folder it lies in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    checks: Annotated[tuple[CheckCommand, ...], Field(min_length=1, max_length=20)]
    folder: Path


def read_checklist() -> Checklist:
    """The file named in COUNTERSIGN_DEPLOY_CHECKS, else the one that comes along; raises UnreadableChecklist."""
    path = Path(os.environ.get("COUNTERSIGN_DEPLOY_CHECKS") or _DEFAULT)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise UnreadableChecklist(f"The file of checks {path} must start with `checks:`.")
        return Checklist.model_validate({**content, "folder": path.resolve().parent})
    except ValidationError as error:
        mistakes = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise UnreadableChecklist(f"The file of checks {path} has mistakes: {mistakes}.") from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise UnreadableChecklist(f"The file of checks {path} cannot be read: {error}") from error
