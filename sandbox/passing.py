"""Letting time pass."""

from datetime import timedelta

from sandbox.realm import Realm
from sandbox.scheduling import post_due


async def pass_time(realm: Realm, time: timedelta) -> None:
    """Move the clock on, then whoever embeds the sandbox; raises ValueError for time that does not go forwards."""
    realm.clock.pass_(time)
    post_due(realm)
    realm.changes.touch()
    if realm.settings.on_time is not None:
        await realm.settings.on_time(time)
