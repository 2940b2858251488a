"""What the App Home and its modals say."""

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
WHO_PLACEHOLDER = say("home.who_placeholder")
UNTIL_LABEL = say("home.until_label")
NOT_YOURSELF = say("home.not_yourself")
NOT_PAST = say("home.not_past")
NOT_FOR_EVER = say("home.not_for_ever")
WELCOME_BACK = say("home.welcome_back")
NOT_AWAY = say("home.not_away")


def stands_in(person: str, until: str) -> str:
    """The arrangement this person has made."""
    return say("home.stands_in", person=person, until=until)


def stands_in_for(person: str, until: str) -> str:
    """An arrangement somebody else has made with this person."""
    return say("home.stands_in_for", person=person, until=until)


def arranged(person: str, until: str) -> str:
    """To whoever goes away: it is arranged."""
    return say("home.arranged", person=person, until=until, button=BACK)


def asked_to_stand_in(person: str, until: str) -> str:
    """To whoever stands in."""
    return say("home.asked_to_stand_in", person=person, until=until)


def updated(at: str) -> str:
    """When this was drawn."""
    return say("home.updated", at=at)


def found(requests: str, words: str) -> str:
    """What a search came to."""
    return say("home.found", requests=requests, words=words)


def shown_first(count: int) -> str:
    """Where a search found more than is shown."""
    return say("home.shown_first", count=count)
