"""Prefilling: which workflows take a Slack message, and what of it goes into their form."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.approvals.workflow import Workflow
from bot.slack import text
from bot.slack.forms.fields import LONGEST_INPUT, Field, fields_of

MESSAGE = "slack-message"
PERMALINK = "slack-permalink"
_PERSON = re.compile(r"<@([UW][A-Z0-9]{2,30})(?:\|[^<>]*)?>")
_CHANNEL = re.compile(r"<#[CGD][A-Z0-9]{2,30}\|([^<>]+)>")
_SPECIAL = re.compile(r"<!(?:subteam\^[A-Z0-9]+\|@?([^<>]+)|(here|channel|everyone)[^<>]*|date\^[^<>|]*\|([^<>]*))>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|]+)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message as it goes into a form: its words, and where it stands (or nothing)."""

    words: str
    permalink: str = ""


def takers(workflows: Iterable[Workflow]) -> list[Workflow]:
    """The workflows whose input has a place for a message."""
    return [workflow for workflow in workflows if _field(workflow, MESSAGE)]


def wants_permalink(workflow: Workflow) -> bool:
    """Whether the form has a place for the message's address."""
    return _field(workflow, PERMALINK) is not None


def prefilled(workflow: Workflow, quoted: Quoted) -> dict[str, str]:
    """What to put into the form's fields: the message cut to what fits, and its address where that fits whole."""
    filled: dict[str, str] = {}
    message, permalink = _field(workflow, MESSAGE), _field(workflow, PERMALINK)
    if message and quoted.words.strip():
        filled[message.id] = text.clip(quoted.words, max(_longest(message), 60))
    if permalink and 0 < len(quoted.permalink) <= _longest(permalink):
        filled[permalink.id] = quoted.permalink
    return filled


def people_in(message: str) -> set[str]:
    """The ids of the people a message mentions."""
    return set(_PERSON.findall(message))


def plain(message: str, names: Mapping[str, str]) -> str:
    """A message's text as people read it: mentions by name where `names` has one, links with their address shown."""
    said = _PERSON.sub(lambda found: f"@{names.get(found[1], found[1])}", message)
    said = _CHANNEL.sub(lambda found: f"#{found[1]}", said)
    said = _SPECIAL.sub(_special, said)
    return text.unescape(_LINK.sub(_link, said))


def _special(found: re.Match[str]) -> str:
    group, everybody, date = found.groups()
    return f"@{group or everybody}" if group or everybody else date


def _link(found: re.Match[str]) -> str:
    address, label = found.groups()
    return f"{label} ({address})" if label and label != address else str(address)


def _field(workflow: Workflow, wanted: str) -> Field | None:
    fields = fields_of(workflow.input_schema)
    return next((field for field in fields if field.schema.get("format") == wanted and not field.outer), None)


def _longest(field: Field) -> int:
    return min(int(field.schema.get("maxLength", LONGEST_INPUT)), LONGEST_INPUT)
