"""What the App Home and its modals say."""

from bot.slack.wording import quantities
from bot.slack.wording.saying import say

MEMBERS_ONLY = say("home.members_only")
AWAY_HEADING = say("home.away_heading")
AWAY = say("home.away")
AWAY_CHANGE = say("home.away_change")
BACK = say("home.back")
NOBODY_STANDS_IN = say("home.nobody_stands_in")
NOTHING_WAITING = say("home.nothing_waiting")
NOTHING_MINE = say("home.nothing_mine")
NOTHING_DECIDED = say("list.nothing_decided")

SEARCH_LABEL = say("home.search_label")
SEARCH_HINT = say("home.search_hint")
SEARCH_TITLE = say("home.search_title")
SEARCHING = say("home.searching")
NOTHING_FOUND = say("home.nothing_found")

AWAY_TITLE = say("home.away_title")
AWAY_SUBMIT = say("home.away_submit")
AWAY_EFFECT = say("home.away_effect")
WHO_LABEL = say("home.who_label")
WHO_HINT = say("home.who_hint")
WHO_PLACEHOLDER = say("home.who_placeholder")
SINCE_LABEL = say("home.since_label")
SINCE_HINT = say("home.since_hint")
UNTIL_LABEL = say("home.until_label")
NOT_YOURSELF = say("home.not_yourself")
NOT_PAST = say("home.not_past")
NOT_FOR_EVER = say("home.not_for_ever")
NOT_BEFORE = say("home.not_before")
ONE_PERSON = say("home.one_person")
WELCOME_BACK = say("home.welcome_back")
NOT_AWAY = say("home.not_away")


def stands_in(person: str, until: str, since: str = "") -> str:
    """The absence of whoever reads it; `person` is empty where nobody stands in, and `since` once it has begun."""
    if not person:
        return say("home.away_alone", span=_span(since, until))
    return say("home.stands_in", person=person, span=_span(since, until))


def stands_in_for(person: str, until: str, since: str = "") -> str:
    """An arrangement somebody else has made with this person."""
    return say("home.stands_in_for", person=person, span=_span(since, until))


def arranged(person: str, until: str, since: str = "") -> str:
    """To whoever goes away: it is arranged; `person` and `since` as above."""
    return quantities.sentences([stands_in(person, until, since), say("home.end_sooner", button=BACK)])


def asked_to_stand_in(person: str, until: str, since: str = "") -> str:
    """To whoever stands in."""
    return say("home.asked_to_stand_in", person=person, span=_span(since, until))


def relieved(person: str) -> str:
    """To whoever stood in, or was to: that is over."""
    return say("home.relieved", person=person)


def away_unread(typed: str) -> str:
    """What was typed after `away` names no time."""
    return say("home.away_unread", typed=typed)


def updated(at: str) -> str:
    """When this was drawn."""
    return say("home.updated", at=at)


def found(requests: str, words: str) -> str:
    """What a search came to."""
    return say("home.found", requests=requests, words=words)


def shown_first(count: int) -> str:
    """Where a search found more than is shown."""
    return say("home.shown_first", count=count)


def _span(since: str, until: str) -> str:
    return say("home.span_between", since=since, until=until) if since else say("home.span_until", until=until)
