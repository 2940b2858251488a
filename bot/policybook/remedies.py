"""What is wrong with a field, and what to write instead, in words for operators."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.approvals.calendars import Calendar
from bot.approvals.dialects.mapped import Mapped, MappedAction
from bot.approvals.policy import Batching, Outage, Policy
from bot.approvals.quiet import Quiet
from bot.approvals.routes import Bounds, Conditions, During, Requesters, Route
from bot.approvals.tier import Reviewers, Tier

Steps = tuple[str, ...]

_COMPARE = "compare it with docs/policies.md and the policies in workflows/policies.yaml"
_NOT_AS_IT_HAS_TO_BE = "it is not written as it has to be"
_QUOTE = "put it in quotes"
_UNQUOTED = (bool, int, float, date)  # what YAML makes of texts such as no, 12 and 2026-12-24
# Which model's fields stand below a field; those below a measure's name are `Bounds`.
_BELOW: Mapping[str, type[BaseModel]] = {
    "tiers": Tier,
    "reviewers": Reviewers,
    "batch": Batching,
    "may_undo": Reviewers,
    "outage": Outage,
    "when": Conditions,
    "measures": Bounds,
    "requesters": Requesters,
    "during": During,
    "actions": MappedAction,
}
_WRITE = {
    "policies": "write policies: and below it, indented, each policy's name and a colon, its channel: and its tiers:",
    "calendars": "write each calendar's name and a colon, and below it, indented, its zone: such as Europe/Berlin",
    "routes": "write a list of routes, each beginning with a dash: - {when: {workflows: [refund]}, policy: payments}",
    "default": "write the name of the policy for whatever no route and no policy's name is for, such as default: main",
    "quiet": "write how often a person may be pinged, such as quiet: {pings_per_hour: 12}",
    "dialects": "write each workflow's name and a colon, and the name of its dialect, such as triage: options_as_words",
    "pings_per_hour": "write a whole number from 1 to 1000, or null for no limit",
    "channel": 'write the channel for the cards, such as channel: "#approvals", with the quotes',
    "tiers": "write a list of tiers, each beginning with a dash: - name: team lead",
    "on_timeout": "write reject, wait, approve or fallback",
    "fallback": "write the name of another policy of this file",
    "repeat": "write how many times more the ladder is climbed, a whole number from 0 to 10",
    "requester_may_act": "write true or false, or a list of user ids or e-mail addresses",
    "extend_at_most": "write a time such as 30m, 2h or 1d, of at most 366 days",
    "outage": "write how long Slack is waited for, such as outage: {after: 2h, then: reject}",
    "after": "write a time such as 30m, 2h or 1d, of at most 366 days",
    "queued": "write how many requests may wait for Slack, a whole number from 1",
    "then": "write reject or allow_low_risk",
    "name": "write a name of at most 60 characters, such as name: team lead",
    "limits": "write measures and the most each may be, such as limits: {amount: 500, risk: 0.15}",
    "auto": "write true or false",
    "reviewers": "write who may decide, such as reviewers: {groups: [team-leads]}",
    "sla": "write a time such as 45s, 30m, 2h or 1d, of at most 366 days",
    "quorum": "write how many approvals it takes: a whole number from 1 to 20, any or all",
    "rejections": "write how many rejections settle it: a whole number from 1 to 20, any or all",
    "reminders": "write shares of the SLA or times before its end, such as reminders: [0.5, 10m]",
    "notify": "write channel, dm or both",
    "turn": "write everybody or round-robin",
    "calendar": "write the name of a calendar of this file; a tier may give each reviewer one: {team-leads: berlin}",
    "defer": "write true or false",
    "earlier_may_act": "write true or false",
    "distinct_groups": "write true or false",
    "at_least": "write how many approvals each group has to give, such as at_least: {risk-officers: 1}",
    "batch": "write how long like requests gather in one card, such as batch: {window: 10m}",
    "window": "write a time such as 10m, of at most 366 days",
    "may_undo": "write who may undo what was done, such as may_undo: {groups: [team-leads]}",
    "most": "write how many requests a card may gather, a whole number from 2 to 50",
    "groups": "write a list of Slack user groups by handle and without the @, such as groups: [team-leads]",
    "people": "write a list of user ids or e-mail addresses, such as people: [lena@example.org]",
    "channels": 'write a list of channels, such as channels: ["#payments"], with the quotes',
    "when": "write conditions, such as when: {workflows: [refund], measures: {amount: {above: 5000}}}",
    "workflows": "write one workflow's name or a list of them, such as workflows: [refund]",
    "steps": "write one step or a list of them, such as steps: [refund]",
    "measures": "write measures and what they have to be, such as measures: {amount: {above: 500, at_most: 5000}}",
    "above": "write a number",
    "at_most": "write a number",
    "risks": "write low, medium or high, or a list of them",
    "requesters": "write who asks, such as requesters: {groups: [support]}",
    "during": "write a calendar and on which side of it, such as during: {calendar: office, working: false}",
    "working": "write true for working time, or false for all the rest",
    "policy": "write the name of a policy of this file",
    "tier": "write the name of a tier of that policy",
    "zone": "write a time zone such as Europe/Berlin, America/New_York or UTC",
    "days": "write days such as days: [mon-fri], or days: [mon, wed, sat]",
    "hours": 'write times of the day such as hours: ["09:00-17:00"], with the quotes',
    "dialects.actions": "write each action's id and a colon, and its kind: and its answer: below it, indented",
    "dialects.kind": "write approve, reject or neutral",
    "dialects.label": "write what the button says, at most 30 characters",
    "dialects.reason": "write none, optional or required",
    "dialects.form": "write what people fill in, such as form: {amount: number}",
    "dialects.answer": "write what the workflow gets, such as answer: {approved: true, notes: $reason}",
    "dialects.measures": "write measures and the fields they are taken from, such as measures: {amount: order.total}",
    "dialects.title": "write the name of a field of the payload, such as title: question",
    "dialects.summary": "write the name of a field of the payload, such as summary: details",
    "dialects.facts": "write a list of fields of the payload, such as facts: [amount, customer]",
    "dialects.risk": "write the name of a field of the payload that holds low, medium or high",
    "holidays": "write a list of dates, or a country, such as holidays: {country: DE, subdivision: BE}",
}
_MEND = {
    "name at least one group, person or channel": "add groups: [team-leads], or people: [lena@example.org]",
    "name at least one group or person": "add groups: [team-leads], or people: [lena@example.org]",
    "an auto tier needs limits": "add limits: {amount: 500}, or remove auto and name reviewers",
    "an auto tier asks nobody": "remove reviewers, or remove auto",
    "name the tier's reviewers": "add reviewers: {groups: [team-leads]}",
    "to defer, a tier needs a calendar": "add calendar: with the name of a calendar, or remove defer",
    "a calendar is given to somebody": "name only groups, people and channels of the tier's reviewers: there",
    "votes are wanted from a group": "add the group to the tier's reviewers:, or remove it from at_least:",
    "the quorum is greater than the number of groups": "lower quorum:, or name more groups in reviewers:",
    "more votes are wanted from a group": "raise quorum:, or lower the group's number in at_least:",
    "a reminder comes before the tier is asked": "write a time before the SLA's end that is shorter than the SLA",
    "two tiers share a name": "give each tier a name of its own",
    "the last tier must have no limits": "remove the last tier's limits, or add a tier without limits below it",
    "auto tiers come before those that ask people": "move the auto tiers to the top of the list",
    "on_timeout: fallback and the name": "write on_timeout: fallback and fallback: with the name of another policy",
    "the calendar is open for less": "name more days:, or longer hours:",
    "say after how long": "add after: 2h, or queued: 100, or both",
    "say above what": "write {above: 500}, {at_most: 5000} or both",
    "nothing is above the one": "write the smaller number with above:, and the greater one with at_most:",
    "there is no placeholder": "write $$ where a dollar is meant",
    "only $values has fields": "write the placeholder without what stands behind the dot",
    "the answer takes $values.": "add the field to the action's form:, or take the placeholder out",
    "the answer takes $values,": "add form: {amount: number}, or take the placeholder out",
    "the answer takes $reason": "add reason: optional or reason: required",
    "the action ": "write the kind that its id says, or give it another id",
    "the first approval needs": "put an action of kind: approve above it that has neither, or remove measures:",
    "there is no calendar named": "write the name of a calendar that stands under calendars:",
}
_WRONG = {
    "missing": "it is missing",
    "string_type": "it should be text",
    "bool_type": "it should be true or false",
    "bool_parsing": "it should be true or false",
    "int_type": "it should be a whole number",
    "int_parsing": "it should be a whole number",
    "int_from_float": "it should be a whole number",
    "float_type": "it should be a number",
    "float_parsing": "it should be a number",
    "tuple_type": "it should be a list",
    "dict_type": "it should be made of fields",
    "model_type": "it should be made of fields",
    "string_pattern_mismatch": _NOT_AS_IT_HAS_TO_BE,
    "time_delta_type": _NOT_AS_IT_HAS_TO_BE,
    "time_delta_parsing": _NOT_AS_IT_HAS_TO_BE,
    "several": _NOT_AS_IT_HAS_TO_BE,
    "unquoted": "YAML reads it as something else than text",
}
_BELOW_SECTION = {
    "policies": "write channel: and tiers: below its name, indented",
    "calendars": "write zone: below its name, indented, such as zone: Europe/Berlin",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong below a place, at the field that the steps lead to."""

    steps: Steps
    kind: str
    message: str


def write(name: str) -> str:
    """What to write in a field or section of this name."""
    return _WRITE.get(name, _COMPARE)


def no_text(value: Any, field: str) -> tuple[str, str]:
    """What is wrong with a value that should be a text, and what to write instead in a field of this name."""
    return (_WRONG["unquoted"], _QUOTE) if isinstance(value, _UNQUOTED) else (_WRONG["string_type"], write(field))


def below(section: str) -> str:
    """What to write below a name in this section."""
    return _BELOW_SECTION[section]


def nearest(name: str, known: Collection[str]) -> str:
    """Which of the known names was perhaps meant, or else which there are."""
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {close[0]}?"
    return f"write one of {', '.join(known)}" if known else "there is none yet: add one, or remove this"


def causes(invalid: ValidationError, written: Any) -> list[Cause]:
    """What pydantic found, once for each place, without what only follows from a mistake further down.

    A list of broken tiers counts as empty; and where a field may be written in several ways, each way complains.
    """
    found = [_cause(error, written) for error in invalid.errors(include_url=False)]
    places = {cause.steps for cause in found}
    above = {place[:end] for place in places for end in range(len(place))}
    return [_one([cause for cause in found if cause.steps == place]) for place in sorted(places - above)]


def in_words(cause: Cause, model: type[BaseModel], section: str) -> tuple[str, str]:
    """What is wrong and what to write instead; `model` is what stands where the steps begin."""
    if cause.kind == "extra_forbidden":
        return "there is no such field", _nearest_field(cause.steps, model)
    told = (_WRITE.get(f"{section}.{step}") or _WRITE.get(step) for step in reversed(_ours(cause.steps, section)))
    remedy = next((words for words in told if words), write(section))
    if cause.kind == "unquoted":
        return _WRONG["unquoted"], _QUOTE
    if cause.kind == "value_error":
        return _by_rule(cause.message.removeprefix("Value error, "), remedy)
    if cause.kind in _WRONG:
        return _WRONG[cause.kind], remedy
    message = re.sub(r"datetime\.timedelta\((?:days=)?(\d+)\)", r"\1 days", cause.message)
    said = re.sub(r"^(Input|String|Tuple|Dictionary|Keys)\b", "it", message)
    return said.removesuffix(" after validation, not 0"), remedy


def _ours(steps: Steps, section: str) -> Steps:
    """The steps as far as their names are ours: what stands in an answer or a form is named by a workflow's author."""
    ends = (place + 1 for place, step in enumerate(steps) if section == "dialects" and step in {"answer", "form"})
    return steps[: next(ends, len(steps))]


def _by_rule(rule: str, remedy: str) -> tuple[str, str]:
    """A rule of the models' own that is broken; some say themselves what to write."""
    if rule.startswith("write "):
        return _NOT_AS_IT_HAS_TO_BE, rule
    return rule, next((mend for start, mend in _MEND.items() if rule.startswith(start)), remedy)


def fields_of(model: type[BaseModel]) -> list[str]:
    """The fields of a model as the file knows them: policies and calendars are named by their keys."""
    return sorted(set(model.model_fields) - ({"name"} if model in {Policy, Calendar} else set()))


def _cause(error: ErrorDetails, written: Any) -> Cause:
    steps = _steps([step for step in error["loc"] if step != "[key]"], error["type"] == "missing", written)
    is_unquoted = error["type"] == "string_type" and isinstance(error["input"], _UNQUOTED)
    return Cause(steps, "unquoted" if is_unquoted else error["type"], error["msg"])


def _steps(place: list[int | str], is_missing: bool, written: Any) -> Steps:
    """The place as the file knows it: without the names of the ways in which a field may be written.

    What is written in place of a calendar's name is none of a calendar's fields.
    """
    steps: list[str] = []
    for number, step in enumerate(place[: place.index("calendar") + 1] if "calendar" in place else place):
        inner = _child(written, step)
        if inner is not _NOTHING:
            written = inner
            steps.append(str(step))
        elif is_missing and number == len(place) - 1:
            steps.append(str(step))
    return tuple(steps)


_NOTHING = object()


def _child(written: Any, step: int | str) -> Any:
    if isinstance(written, dict):
        return written.get(step, _NOTHING)
    is_there = isinstance(written, list) and isinstance(step, int) and step < len(written)
    return written[step] if is_there else _NOTHING


def _one(causes_there: list[Cause]) -> Cause:
    own_words = [cause for cause in causes_there if cause.kind == "value_error"]
    if own_words or len(causes_there) == 1:
        return (own_words or causes_there)[0]
    return Cause(causes_there[0].steps, "several", "")


def _nearest_field(steps: Iterable[str], model: type[BaseModel]) -> str:
    *parents, name = steps
    known = fields_of(next((_BELOW[step] for step in reversed(parents) if step in _BELOW), model))
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else f"remove it; the fields here are {', '.join(known)}"


MODELS: tuple[type[BaseModel], ...] = (
    Policy, Tier, Reviewers, Batching, Outage, Calendar, Route, Conditions, Bounds, Requesters, During, Quiet,
    Mapped, MappedAction,
)  # fmt: skip
