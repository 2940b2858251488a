"""What slash commands answer."""

HELP = (
    "*Start a task*\n"
    "• `/task`: choose a workflow from a menu\n"
    "• `/task NAME`: fill in its form\n"
    '• `/task NAME key=value key="several words"`: start it straight away\n'
    "• `/task help`: this text"
)


def unknown_workflow(name: str, nearest: str, known: str) -> str:
    """No workflow bears that name; `nearest` and `known` may be empty."""
    guess = f" Did you mean `{nearest}`?" if nearest else ""
    names = f" I know: {known}." if known else ""
    return f"I know no workflow called “{name}”, so nothing was started.{guess}{names}"


def not_started(workflow: str, problems: str) -> str:
    """The values typed with the command do not fit."""
    return f"{workflow} was not started:\n{problems}"
