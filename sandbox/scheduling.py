"""Messages that are posted when their time has come, by the sandbox's clock."""

from sandbox.changes import woken_within
from sandbox.drafts import Draft, Scheduled
from sandbox.posting import post
from sandbox.realm import Realm
from sandbox.wire import SlackError

FARTHEST = 120 * 24 * 3600
MOST_AT_ONCE, SPAN = 30, 300
LONGEST_NAP = 60.0


def schedule(realm: Realm, draft: Draft, post_at: int) -> Scheduled:
    """Keep the draft until `post_at`; raises SlackError for the past, 120 days ahead, or too many in five minutes."""
    if post_at <= realm.now:
        raise SlackError("time_in_past")
    if post_at > realm.now + FARTHEST:
        raise SlackError("time_too_far")
    near = [
        other
        for other in realm.scheduled.values()
        if other.draft.channel == draft.channel and abs(other.post_at - post_at) < SPAN
    ]
    if len(near) >= MOST_AT_ONCE:
        raise SlackError("restricted_too_many")
    entry = Scheduled(id=realm.ids.fresh("Q"), post_at=post_at, created=int(realm.now), draft=draft)
    realm.scheduled[entry.id] = entry
    realm.changes.touch()
    return entry


def post_due(realm: Realm) -> None:
    """Post what is due; what has no place to go any more is dropped."""
    due = [entry for entry in realm.scheduled.values() if entry.post_at <= realm.now]
    for entry in sorted(due, key=lambda entry: entry.post_at):
        del realm.scheduled[entry.id]
        channel = realm.workspace.channels[entry.draft.channel]
        if not channel.archived and entry.draft.user in channel.members:
            post(realm, entry.draft)


async def keep_posting(realm: Realm) -> None:
    """Post what becomes due, for ever."""
    with realm.changes.listening() as listener:
        while True:
            post_due(realm)
            waits = [entry.post_at - realm.now for entry in realm.scheduled.values()]
            await woken_within(listener, min([LONGEST_NAP, *waits]))
