"""The menu of workflows that `/task` shows to whoever typed it."""

from collections.abc import Sequence

from bot.approvals.workflow import Workflow
from bot.slack import blocks, text
from bot.slack.blocks import Block, Message
from bot.slack.wording import modal_words as words
from bot.slack.wording import quantities

BUTTONS = 10
OPTIONS = 100


def task_menu(workflows: Sequence[Workflow]) -> Message:
    """A button for each workflow, or a select beyond ten."""
    if not workflows:
        return Message(words.NO_WORKFLOWS, [blocks.section(words.NO_WORKFLOWS)])
    drawn = _buttons(workflows) if len(workflows) <= BUTTONS else _select(workflows)
    names = text.phrase(quantities.enumerated(workflow.name for workflow in workflows), 3000)
    return Message(quantities.sentences([words.CHOOSE, names]), [blocks.section(f"*{words.CHOOSE}*"), *drawn])


def _buttons(workflows: Sequence[Workflow]) -> list[Block]:
    return [_offer(number, workflow) for number, workflow in enumerate(workflows)]


def _offer(number: int, workflow: Workflow) -> Block:
    described = f"{text.one_line(workflow.name)}\n{workflow.description}".strip()
    return {
        "type": "section",
        "text": blocks.literal(text.clip(described, 600)),
        "accessory": blocks.button(words.start(workflow.name), f"start:{number}", workflow.name),
    }


def _select(workflows: Sequence[Workflow]) -> list[Block]:
    fitting = [workflow for workflow in workflows if len(workflow.name) <= 150][:OPTIONS]
    select = {
        "type": "static_select",
        "action_id": "start",
        "placeholder": blocks.plain(words.CHOOSE_PLACEHOLDER, 150),
        "options": [blocks.option(workflow.name, workflow.name) for workflow in fitting],
    }
    over = len(workflows) - len(fitting)
    rest = [blocks.context(words.more_workflows(quantities.counted(over, "workflow")))] if over else []
    return [*([blocks.actions([select])] if fitting else []), *rest]
