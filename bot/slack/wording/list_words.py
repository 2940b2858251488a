"""What lists of requests say: in `/approvals`, in the App Home and in a search."""

from bot.slack.wording.saying import say, whole

WAITING = say("list.waiting")
ALL = say("list.all")
MINE = say("list.mine")
HISTORY = say("list.history")
WAITING_TAB = say("list.waiting_tab")
ALL_TAB = say("list.all_tab")
MINE_TAB = say("list.mine_tab")
HISTORY_TAB = say("list.history_tab")

NOTHING_WAITING = say("list.nothing_waiting")
NOTHING_OPEN = say("list.nothing_open")
NOTHING_MINE = say("list.nothing_mine")
NOTHING_DECIDED = say("list.nothing_decided")

WITHDRAW = say("list.withdraw")
PREVIOUS = say("list.previous")
NEXT = say("list.next")

NOBODY_CAN_ANSWER = say("list.nobody_can_answer")
HIGH_RISK = say("list.high_risk")
POLICY = say("list.policy")
OVERDUE = say("list.overdue")


def counted(title: str, count: int, is_all: bool) -> str:
    """The title of a list, and how many there are; at least so many where not all were looked at."""
    if is_all:
        return say("list.counted", title=title, count=whole(count))
    return say("list.counted_at_least", title=title, count=whole(count))


def page_of(page: int, pages: int) -> str:
    """Where in the list the reader is."""
    return say("list.page_of", page=page, pages=pages)


def bounded(looked_at: int) -> str:
    """Where the ledger holds more than was looked at."""
    return say("list.bounded", count=whole(looked_at))


def unsure(requests: str) -> str:
    """Where Slack did not say who may decide."""
    return say("list.unsure", requests=requests)


def waits(tier: str, until: str) -> str:
    """An open request, who is asked, and until when."""
    return say("list.waits", tier=tier, until=until)


def waits_without_end(tier: str) -> str:
    """An open request without a deadline."""
    return say("list.waits_without_end", tier=tier)


def parked(tier: str, moment: str) -> str:
    """An open request that is put to nobody before that."""
    return say("list.parked", tier=tier, moment=moment)


def round_of(number: int, of: int) -> str:
    """A request whose ladder was begun again."""
    return say("list.round", round=whole(number), rounds=whole(of))


def decided(verdict: str, who: str, at: str) -> str:
    """A closed request, and who decided it."""
    return say("list.decided", verdict=verdict, who=who, at=at)


def expired(word: str, at: str) -> str:
    """A request that nobody answered."""
    return say("list.expired", word=word, at=at)


def expired_without_slack(word: str, at: str) -> str:
    """A request that nobody could be shown."""
    return say("list.expired_without_slack", word=word, at=at)


def withdrawn(word: str, at: str) -> str:
    """A request that was taken back."""
    return say("list.withdrawn", word=word, at=at)


def edited(changes: str) -> str:
    """What people changed about a request."""
    return say("list.edited", changes=changes)


def origin(workflow: str, requester: str, at: str, request_id: str) -> str:
    """What started it, who wanted it, when it was asked, and its name on the ledger."""
    return say("list.origin", workflow=workflow, requester=requester, at=at, id=request_id)


def entry(number: int, title: str, state: str) -> str:
    """One request in the text that is read aloud."""
    return say("list.entry", number=number, title=title, state=state)
