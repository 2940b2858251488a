"""What modals say, and what a person is told in private once one was sent."""

from bot.slack.wording.saying import say, say_many

REASON_TITLE = say("modal.reason_title")
REASON_LABEL = say("modal.reason_label")
REASON_HINT = say("modal.reason_hint")
REASON_NEEDED = say("modal.reason_needed")
CANCEL = say("modal.cancel")
CLOSE = say("modal.close")
SEND = say("modal.send")
START = say("modal.start")
FULL_TITLE = say("modal.full_title")
NEXT = say("modal.next")
PREVIOUS = say("modal.previous")
ANSWER_LABEL = say("modal.answer_label")
NO_DETAILS = say("modal.no_details")
END_OF_ASK = say("modal.end_of_ask")
CLOSED = say("modal.closed")
TITLE = say("modal.title")
SUMMARY = say("modal.summary")
NOTICE = say("modal.notice")
NO_WORKFLOWS = say("modal.no_workflows")
CHOOSE = say("modal.choose")
CHOOSE_PLACEHOLDER = say("modal.choose_placeholder")
READ_FIRST = say("modal.read_first")
EDITED_MEANWHILE = say("modal.edited_meanwhile")
EDIT_TITLE = say("modal.edit_title")
EDIT_SEND = say("modal.edit_send")
ANSWER_TITLE = say("modal.answer_title")
HISTORY_TITLE = say("modal.history_title")
NO_HISTORY = say("modal.no_history")
DELEGATE_TITLE = say("modal.delegate_title")
DELEGATE_EXPLAINED = say("modal.delegate_explained")
DELEGATE_LABEL = say("modal.delegate_label")
DELEGATE_PLACEHOLDER = say("modal.delegate_placeholder")
DELEGATE_SEND = say("modal.delegate_send")
DELEGATE_NOBODY = say("modal.delegate_nobody")
QUESTION_TITLE = say("modal.question_title")
QUESTION_LABEL = say("modal.question_label")
QUESTION_HINT = say("modal.question_hint")
QUESTION_EMPTY = say("modal.question_empty")
QUESTION_SENT = say("modal.question_sent")
BATCH_TITLE = say("modal.batch_title")
EACH_TITLE = say("modal.each_title")
BATCH_READ_FIRST = say("modal.batch_read_first")
BATCH_EDITED = say("modal.batch_edited")
BATCH_END = say("modal.batch_end")
EACH_NEEDS_FORM = say("modal.each_needs_form")
ALL_CLOSED = say("modal.all_closed")
BATCH_ALL_CLOSED = say("modal.batch_all_closed")
NEXT_ONE = say("modal.next_one")
PREVIOUS_ONE = say("modal.previous_one")


def to_send(action: str) -> str:
    """Above the field for a reason: which answer it goes with."""
    return to_send_for(action, 1)


def to_send_for(action: str, count: int) -> str:
    """Above the field for a reason that goes with the same answer to several requests."""
    return say_many("modal.to_send", count, action=action)


def starting(workflow: str) -> str:
    """Above the fields of a task: what is started."""
    return say("modal.starting", workflow=workflow)


def page_of(page: int, pages: int) -> str:
    """Where in the full view the reader is."""
    return say("modal.page_of", page=page, pages=pages)


def approve_at_the_end(pages: int) -> str:
    """On the earlier pages of the full view."""
    return say("modal.approve_at_the_end", pages=pages)


def start(workflow: str) -> str:
    """The button that starts a workflow."""
    return say("modal.start_workflow", workflow=workflow)


def more_workflows(workflows: str) -> str:
    """Where a menu cannot hold them all."""
    return say("modal.more_workflows", workflows=workflows)


def actions_without_room(actions: str) -> str:
    """Where even the full view cannot offer every action."""
    return say("modal.actions_without_room", actions=actions)


def continued(label: str) -> str:
    """The heading of a text that began on the page before, or further up."""
    return say("modal.continued", label=label)


def problem(field: str, words: str) -> str:
    """One thing to correct, where no field can show it."""
    return say("modal.problem", field=field, words=words)


def editing(title: str) -> str:
    """Above the fields of a draft."""
    return say("modal.editing", title=title)


def put_to(who: str, tier: str) -> str:
    """To somebody whose edit is beyond what they may sign for."""
    return say("modal.put_to", who=who, tier=tier)


def earlier_left_out(count: int) -> str:
    """At the top of a history that is too long for one modal."""
    return say_many("modal.earlier_left_out", count)


def passed_on(person: str) -> str:
    """To a reviewer who asked somebody to decide in their stead."""
    return say("modal.passed_on", person=person)


def one_of(number: int, count: int) -> str:
    """Which of the requests of a batch this is."""
    return say("modal.one_of", number=number, count=count)


def one_of_closed(number: int, count: int) -> str:
    """The same, of one that is closed."""
    return say("modal.one_of_closed", number=number, count=count)


def counted(action: str, title: str) -> str:
    """Above the next request: what became of the one before."""
    return say("modal.counted", action=action, title=title)


def counted_of(action: str, title: str, progress: str) -> str:
    """The same where more approvals are needed."""
    return say("modal.counted_of", action=action, title=title, progress=progress)


def escalated(action: str, title: str, who: str, tier: str) -> str:
    """The same where others are asked now."""
    return say("modal.escalated", action=action, title=title, who=who, tier=tier)


def batch_left(count: int) -> str:
    """Above the first request of a batch that is reviewed one by one."""
    return say_many("modal.batch_left", count)


def swept(action: str) -> str:
    """The headline over what became of each request that was answered at once."""
    return say("swept.headline", action=action)


def swept_line(told: str) -> str:
    """One of the lines below it."""
    return say("swept.line", told=told)


def swept_decided(count: int) -> str:
    """Requests that this answer decided."""
    return say_many("swept.decided", count)


def swept_short(count: int) -> str:
    """Requests where it was counted, and more approvals are needed."""
    return say_many("swept.short", count)


def swept_repeated(count: int) -> str:
    """Requests where the same answer of this person stood already."""
    return say_many("swept.repeated", count)


def swept_late(count: int) -> str:
    """Requests that were closed by then."""
    return say_many("swept.late", count)


def swept_not_theirs(count: int) -> str:
    """Requests that this person may not decide."""
    return say_many("swept.not_theirs", count)


def swept_changed(count: int) -> str:
    """Requests that were edited meanwhile."""
    return say_many("swept.changed", count)


def swept_unread(count: int) -> str:
    """Requests that this person has not read in full."""
    return say_many("swept.unread", count)


def swept_failed(count: int) -> str:
    """Requests that could not be answered for a reason of ours."""
    return say_many("swept.failed", count)


def joined_since(count: int) -> str:
    """Requests that joined the card after it was drawn as this person saw it."""
    return say_many("swept.joined", count)
