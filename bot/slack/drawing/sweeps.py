"""What became of several requests that one person answered at once, told to that person alone."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bot.approvals.refusals import Reason
from bot.approvals.request import State
from bot.desk.batch_voting import Tallied
from bot.slack.wording import modal_words as words

_SAYINGS: Mapping[Reason, Callable[[int], str]] = {
    Reason.ALREADY_COUNTED: words.swept_repeated,
    Reason.ALREADY_CLOSED: words.swept_late,
    Reason.OWN_REQUEST: words.swept_not_theirs,
    Reason.REQUESTERS_DELEGATE: words.swept_not_theirs,
    Reason.NOT_ELIGIBLE: words.swept_not_theirs,
    Reason.STALE_CARD: words.swept_changed,
    Reason.NOT_READ_YET: words.swept_unread,
}


def told(action: str, tallied: Sequence[Tallied], joined_since: int = 0) -> str:
    """A line for each way it went, the most wanted first; `action` is the answer's label in mrkdwn."""
    went = Counter(_saying(each) for each in tallied)
    order = (words.swept_decided, words.swept_short, *dict.fromkeys(_SAYINGS.values()), words.swept_failed)
    lines = [words.swept_line(saying(went[saying])) for saying in order if went[saying]]
    joined = [words.swept_line(words.joined_since(joined_since))] if joined_since else []
    return "\n".join([words.swept(action), *lines, *joined])


def _saying(each: Tallied) -> Callable[[int], str]:
    if each.refused:
        return _SAYINGS.get(each.refused, words.swept_failed)
    is_open = each.request is not None and each.request.state is State.OPEN
    return words.swept_short if is_open else words.swept_decided
