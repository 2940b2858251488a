"""Modals that choose what to start, before the form of the chosen workflow takes their place."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.approvals.workflow import Workflow
from bot.slack import blocks, text
from bot.slack.answers import INPUT
from bot.slack.blocks import Block
from bot.slack.drawing import frames
from bot.slack.drawing.frames import View
from bot.slack.wording import command_words as words
from bot.slack.wording import quantities

WORKFLOW_BLOCK = "workflow"
MESSAGE_BLOCK = "message"
MOST_OPTIONS = 100
LONGEST_OPTION = 150
LONGEST_INPUT = 3000
_FEW = 5


@dataclass(frozen=True, slots=True)
class ShortcutMemo:
    """What a choice carries: the channel the shortcut was used in, and the address of the message, if any."""

    channel: str = ""
    permalink: str = ""

    @classmethod
    def read(cls, metadata: str) -> "ShortcutMemo":
        """The memo in a view's private_metadata; raises ValueError for anything else."""
        told = json.loads(metadata)
        if not isinstance(told, dict) or not all(isinstance(told.get(name), str) for name in cls.__slots__):
            raise ValueError("this is no memo")
        return cls(told["channel"], told["permalink"])

    def metadata(self) -> str:
        """The memo as a view's private_metadata."""
        return json.dumps({"channel": self.channel, "permalink": self.permalink})


def task_choice(workflows: Sequence[Workflow], memo: ShortcutMemo) -> View:
    """Which workflow to start."""
    return _choice(words.START_TITLE, words.START_LABEL, workflows, memo)


def approval_choice(workflows: Sequence[Workflow], message: str, memo: ShortcutMemo) -> View:
    """Which form a message goes into; the message is carried along by the field that shows it."""
    view = _choice(words.APPROVAL_TITLE, words.APPROVAL_LABEL, workflows, memo)
    typing: Block = {"type": "plain_text_input", "action_id": INPUT, "multiline": True}
    if message.strip():
        typing["initial_value"] = text.clip(message, LONGEST_INPUT)
    shown = blocks.field(MESSAGE_BLOCK, words.MESSAGE_LABEL, typing, hint=words.MESSAGE_HINT, optional=True)
    return view | {"blocks": [*view["blocks"], shown]}


def read_choice(view: Mapping[str, Any]) -> str:
    """The name of the workflow that was chosen."""
    return str(view["state"]["values"][WORKFLOW_BLOCK][INPUT]["selected_option"]["value"])


def _choice(title: str, label: str, workflows: Sequence[Workflow], memo: ShortcutMemo) -> View:
    fitting = [workflow for workflow in workflows if len(workflow.name) <= LONGEST_OPTION][:MOST_OPTIONS]
    kind = "radio_buttons" if len(fitting) <= _FEW else "static_select"
    element = {"type": kind, "action_id": INPUT, "options": [_option(workflow) for workflow in fitting]}
    over = len(workflows) - len(fitting)
    rest = [blocks.context(words.more_workflows(quantities.counted(over, "workflow")))] if over else []
    view = frames.modal(title, [blocks.field(WORKFLOW_BLOCK, label, element), *rest], "shortcut", memo.metadata())
    return view | frames.sending(words.START_NEXT)


def _option(workflow: Workflow) -> Block:
    option = blocks.option(workflow.name, workflow.name)
    described = text.one_line(workflow.description)
    return option | {"description": blocks.plain(described, 75)} if described else option
