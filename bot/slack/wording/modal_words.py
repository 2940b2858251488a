"""What modals say."""

REASON_TITLE = "Give a reason"
REASON_LABEL = "Reason"
REASON_HINT = "It is kept on the record and told to the requester and the workflow."
CANCEL = "Cancel"
CLOSE = "Close"
SEND = "Send"
START = "Start"
FULL_TITLE = "Everything"
NEXT = "Next page"
PREVIOUS = "Previous page"
ANSWER_LABEL = "Your answer"
NO_DETAILS = "This workflow needs no details. Press Start to begin."
END_OF_ASK = "This is the end: you have seen everything."
CLOSED = "This request is closed; there is nothing to answer."
TITLE = "Title"
SUMMARY = "Why"
NOTICE = "Please note"
NO_WORKFLOWS = "No workflow is configured yet. Ask whoever runs Countersign here to add one."
CHOOSE = "What do you want to start?"
CHOOSE_PLACEHOLDER = "Choose a workflow"


def to_send(action: str) -> str:
    """Above the field for a reason: which answer it goes with."""
    return f"Your answer: *{action}*"


def starting(workflow: str) -> str:
    """Above the fields of a task: what is started."""
    return f"Start *{workflow}*"


def page_of(page: int, pages: int) -> str:
    """Where in the full view the reader is."""
    return f"Page {page} of {pages}"


def approve_at_the_end(pages: int) -> str:
    """On the earlier pages of the full view."""
    return f"Approving is offered on page {pages}, at the end."


def start(workflow: str) -> str:
    """The button that starts a workflow."""
    return f"Start {workflow}"


def more_workflows(count: str) -> str:
    """Where a menu cannot hold them all."""
    return f"{count} more: type `/task NAME` to start one of them."


def actions_without_room(count: str) -> str:
    """Where even the full view cannot offer every action."""
    return f"{count} cannot be offered here: an ask may offer at most 100."


def continued(label: str) -> str:
    """The heading of a text that began on the page before, or further up."""
    return f"{label} (continued)"


def problem(field: str, words: str) -> str:
    """One thing to correct, where no field can show it."""
    return f"*{field}:* {words}"
