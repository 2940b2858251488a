"""What is wrong with the reviewers that a policy names, in words for operators and for the history of a request."""

from bot.slack.wording.saying import say


def no_group(group: str) -> str:
    """The group is not there, or is disabled."""
    return say("directory.no_group", group=group)


def no_person(person: str) -> str:
    """Nobody has that user id or e-mail address."""
    return say("directory.no_person", person=person)


def no_channel(channel: str) -> str:
    """The channel is not there, or the bot cannot see it."""
    return say("directory.no_channel", channel=channel)


def nobody_in(name: str) -> str:
    """A group or channel has no members who may act."""
    return say("directory.nobody_in", name=name)


def may_not_act(person: str) -> str:
    """A person is there but may not act."""
    return say("directory.may_not_act", person=person)
