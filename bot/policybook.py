"""Reads the policies file, and explains every mistake in it by file, line, field and remedy."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.approvals.policy import Batching, Policy, Reviewers, Tier
from bot.faults import Misconfigured, Mistake

Steps = tuple[str, ...]

_FILE_REMEDY = "give the path of a readable policies file in COUNTERSIGN_POLICIES"
_COMPARE = "compare it with the policies in workflows/policies.yaml"
_MODELS: Mapping[str, type[BaseModel]] = {"tiers": Tier, "reviewers": Reviewers, "batch": Batching}
_WRITE = {
    "channel": 'write the channel for the cards, such as channel: "#approvals", with the quotes',
    "tiers": "write a list of tiers, each beginning with a dash: - name: team lead",
    "on_timeout": "write reject or wait",
    "requester_may_act": "write true or false",
    "name": "write a name of at most 60 characters, such as name: team lead",
    "limits": "write measures and the most each may be, such as limits: {amount: 500, risk: 0.15}",
    "auto": "write true or false",
    "reviewers": "write who may decide, such as reviewers: {groups: [team-leads]}",
    "sla": "write a time such as 45s, 30m, 2h or 1d, of at most 366 days",
    "quorum": "write how many approvals it takes, a whole number from 1 to 20",
    "reminders": "write shares of the SLA after which to remind, such as reminders: [0.5, 0.75]",
    "batch": "write how long like requests gather in one card, such as batch: {window: 10m}",
    "window": "write a time such as 10m, of at most 366 days",
    "most": "write how many requests a card may gather, a whole number from 2 to 50",
    "groups": "write a list of Slack user groups by handle and without the @, such as groups: [team-leads]",
    "people": "write a list of user ids or e-mail addresses, such as people: [lena@example.org]",
}
_MEND = {
    "name at least one group or person": "add groups: [team-leads], or people: [lena@example.org]",
    "an auto tier needs limits": "add limits: {amount: 500}, or remove auto and name reviewers",
    "an auto tier asks nobody": "remove reviewers, or remove auto",
    "name the tier's reviewers": "add reviewers: {groups: [team-leads]}",
    "two tiers share a name": "give each tier a name of its own",
    "the last tier must have no limits": "remove the last tier's limits, or add a tier without limits below it",
    "auto tiers come before those that ask people": "move the auto tiers to the top of the list",
}


def read_policies(path: Path) -> dict[str, Policy]:
    """The file's policies by name; raises Misconfigured with every mistake in it, in the order of its lines."""
    page = _opened(path)
    policies: dict[str, Policy] = {}
    for name, fields in page.content.items():
        try:
            policies[name] = Policy.model_validate({**fields, "name": name})
        except ValidationError as invalid:
            for error in _causes(invalid.errors(include_url=False)):
                page.explain(name, error)
    if page.mistakes:
        raise Misconfigured([mistake for _, mistake in sorted(page.mistakes, key=lambda found: found[0])])
    return policies


def policy_for(policies: Mapping[str, Policy], workflow: str) -> Policy:
    """The policy named like the workflow, else the one named `default`; raises Misconfigured when there is neither."""
    policy = policies.get(workflow) or policies.get("default")
    if policy is None:
        remedy = f"add a policy named {workflow}, or one named default for every workflow without its own"
        raise Misconfigured([Mistake(f"policy of {workflow}", "the policies file holds none", remedy)])
    return policy


@dataclass(slots=True)
class _Page:
    """The file as it is being read: what it says, on which line each field stands, and what is wrong so far."""

    path: Path
    lines: dict[Steps, int] = field(default_factory=lambda: {(): 1})
    mistakes: list[tuple[int, Mistake]] = field(default_factory=list)
    content: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def add(self, steps: Steps, wrong: str, remedy: str) -> None:
        """Note a mistake at a field; one that is missing stands where what it belongs to begins."""
        line = next(self.lines[steps[:end]] for end in range(len(steps), -1, -1) if steps[:end] in self.lines)
        place = f"{self.path}:{line}: {_spelled(steps)}" if steps else f"{self.path}:{line}"
        self.mistakes.append((line, Mistake(place, wrong, remedy)))

    def explain(self, name: str, error: ErrorDetails) -> None:
        """Note what pydantic found, in words for operators."""
        steps = tuple(str(step) for step in error["loc"] if step != "[key]")
        self.add((name, *steps), *_in_words(error["type"], error["msg"], steps))

    def survey(self, node: Node, steps: Steps, seen: set[int]) -> None:
        """Learn the line of every field below `node`, and note what YAML itself would let pass."""
        if id(node) in seen:  # an alias: it stands where it was first written
            return
        seen.add(id(node))
        for name, mark, value in _entries(node):
            here = (*steps, name)
            if here in self.lines:
                self.add(here, f"it is written again in line {mark.start_mark.line + 1}", "keep one of the two")
            else:
                self.lines[here] = mark.start_mark.line + 1
                self.survey(value, here, seen)

    def keep(self, name: Any, fields: Any) -> None:
        """Take one policy's fields in, unless they are not a policy's at all."""
        here = (str(name),)
        if not isinstance(name, str):
            self.add(here, "YAML reads this name as something else than text", "put the policy's name in quotes")
        elif not isinstance(fields, dict):
            self.add(here, "a policy is made of fields", "write channel: and tiers: below its name, indented")
        elif "name" in fields:
            self.add((name, "name"), "a policy is named by the key it stands under", "remove this line")
        else:
            self.content[name] = fields


def _opened(path: Path) -> _Page:
    page = _Page(path)
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
        if root is not None:
            page.survey(root, (), set())
        content = loader.construct_document(root) if root is not None else None
    except OSError as error:
        raise Misconfigured([Mistake(str(path), f"it cannot be read: {error.strerror}", _FILE_REMEDY)]) from None
    except UnicodeDecodeError:
        raise Misconfigured([Mistake(str(path), "it is not text in UTF-8", "save the file as UTF-8")]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Misconfigured([_not_yaml(path, error)]) from None
    if not isinstance(content, dict):
        wrong = "it is empty" if content is None else "it is not made of policies"
        page.add((), wrong, "write each policy's name and a colon, and its channel: and tiers: below it, indented")
        raise Misconfigured([mistake for _, mistake in page.mistakes])
    for name, fields in content.items():
        page.keep(name, fields)
    return page


def _entries(node: Node) -> Iterator[tuple[str, Node, Node]]:
    """The children of a node: each one's name, where that name stands, and the child."""
    if isinstance(node, MappingNode):
        yield from ((key.value if isinstance(key, ScalarNode) else "?", key, value) for key, value in node.value)
    elif isinstance(node, SequenceNode):
        yield from ((str(number), item, item) for number, item in enumerate(node.value))


def _not_yaml(path: Path, error: Exception) -> Mistake:
    remedy = "mend the YAML: check the indentation (spaces only), the colons and the quotes near here"
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return Mistake(f"{path}:{error.problem_mark.line + 1}", f"it is not YAML: {error.problem}", remedy)
    return Mistake(str(path), f"it is not YAML: {str(error).splitlines()[0]}", remedy)


def _spelled(steps: Steps) -> str:
    return steps[0] + "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in steps[1:])


def _causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """The errors without those that only follow from one further down, as a list of broken tiers counts as empty."""
    places = [error["loc"] for error in errors]
    return [
        error
        for error in errors
        if not any(place != error["loc"] and place[: len(error["loc"])] == error["loc"] for place in places)
    ]


def _in_words(kind: str, message: str, steps: Steps) -> tuple[str, str]:
    """What is wrong and what to write instead."""
    if kind == "extra_forbidden":
        return "there is no such field", _nearest(steps)
    if kind == "value_error":
        wrong = message.removeprefix("Value error, ")
        return wrong, next((remedy for start, remedy in _MEND.items() if wrong.startswith(start)), _COMPARE)
    remedy = next((_WRITE[step] for step in reversed(steps) if step in _WRITE), _COMPARE)
    if kind == "missing":
        return "it is missing", remedy
    if kind in {"string_pattern_mismatch", "time_delta_parsing"}:
        return "it is not written as it has to be", remedy
    message = re.sub(r"datetime\.timedelta\((?:days=)?(\d+)\)", r"\1 days", message)
    return re.sub(r"^(Input|String|Tuple|Dictionary|Keys)\b", "it", message).removesuffix(
        " after validation, not 0"
    ), remedy


def _nearest(steps: Steps) -> str:
    parent = next((step for step in reversed(steps[:-1]) if step in _MODELS), None)
    known = sorted(_MODELS[parent].model_fields if parent else set(Policy.model_fields) - {"name"})
    close = difflib.get_close_matches(steps[-1], known, n=1)
    return f"did you mean {close[0]}?" if close else f"remove it; the fields here are {', '.join(known)}"
