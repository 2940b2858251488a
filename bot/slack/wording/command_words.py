"""What slash commands, shortcuts and the answers to hearsay in threads say."""

from collections.abc import Iterable

from bot.slack.wording import quantities
from bot.slack.wording.saying import say

HELP = say("command.help")
APPROVALS_HELP = say("command.approvals_help")
MEMBERS_ONLY = say("command.members_only")
NOT_LOOKED_UP = say("command.not_looked_up")
SHOW_WHICH = say("command.show_which")
WITHDRAW_WHICH = say("command.withdraw_which")

WITHDRAW_TITLE = say("command.withdraw_title")
WITHDRAW_SUBMIT = say("command.withdraw_submit")
WITHDRAW_LABEL = say("command.withdraw_label")
WITHDRAW_HINT = say("command.withdraw_hint")
WITHDRAW_EFFECT = say("command.withdraw_effect")

START_TITLE = say("command.start_title")
START_NEXT = say("command.start_next")
START_LABEL = say("command.start_label")
APPROVAL_TITLE = say("command.approval_title")
APPROVAL_LABEL = say("command.approval_label")
MESSAGE_LABEL = say("command.message_label")
MESSAGE_HINT = say("command.message_hint")
NO_FORM_FOR_MESSAGES = say("command.no_form_for_messages")
WORKFLOW_GONE = say("command.workflow_gone")


def unknown_workflow(name: str, nearest: str, known: str) -> str:
    """No workflow bears that name; `nearest` and `known` may be empty."""
    told = say("command.unknown_workflow", name=name)
    guess = say("command.nearest_workflow", nearest=nearest) if nearest else ""
    return quantities.sentences([told, guess, say("command.known_workflows", names=known) if known else ""])


def known_workflows(names: Iterable[str]) -> str:
    """The names of the workflows there are, one after the other."""
    return quantities.enumerated(say("command.known_workflow", name=name) for name in names)


def not_started(workflow: str, problems: str) -> str:
    """The values typed with the command do not fit."""
    return say("command.not_started", workflow=workflow, problems=problems)


def unknown_command(typed: str, nearest: str) -> str:
    """No such word after `/approvals`; `nearest` may be empty."""
    guess = say("command.nearest_command", nearest=nearest) if nearest else ""
    return quantities.sentences([say("command.unknown_command", typed=typed), guess, say("command.known_commands")])


def unknown_request(typed: str) -> str:
    """There is no such request, or this person may not see it: nobody learns which."""
    return say("command.unknown_request", typed=typed)


def withdrawn(title: str) -> str:
    """To the requester: it is done."""
    return say("command.withdrawn", title=title)


def more_workflows(workflows: str) -> str:
    """Where a list of workflows cannot hold them all."""
    return say("command.more_workflows", workflows=workflows)


def hearsay(title: str) -> str:
    """To somebody who answered in words, in the thread of a card, and who may decide it."""
    return say("command.hearsay", title=title)


def hearsay_of_others(title: str, who: str) -> str:
    """To somebody who answered in words, in the thread of a card, but may not decide it."""
    return say("command.hearsay_of_others", title=title, who=who)


def hearsay_of_batch(requests: str) -> str:
    """To somebody who answered in words in the thread of a card that holds several requests."""
    return say("command.hearsay_of_batch", requests=requests)
