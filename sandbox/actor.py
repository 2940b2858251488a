"""Somebody who acts, and what an act comes to: acknowledged by the app, or not."""

from dataclasses import dataclass

from sandbox.envelopes import Ack, Envelope
from sandbox.realm import Realm
from sandbox.screens import Notice, Screen
from sandbox.wire import Json
from sandbox.workspace import User

KEPT_NOTICES = 5


@dataclass(frozen=True, slots=True)
class Actor:
    realm: Realm
    user: User

    @property
    def screen(self) -> Screen:
        return self.realm.screens.of(self.user.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Whether the app acknowledged, after how many seconds; `error` is Slack's word for why it did not."""

    acked: bool
    error: str | None = None
    seconds: float = 0.0


def delivered(ack: Ack) -> Delivered:
    return Delivered(acked=ack.acked, error=ack.error, seconds=ack.seconds)


def notice(who: Actor, text: str) -> None:
    """Put words on one person's screen that no app wrote."""
    notices = who.screen.notices
    notices.append(Notice(who.realm.ids.fresh("N"), "warning", text))
    del notices[:-KEPT_NOTICES]
    who.realm.changes.touch([who.user.id])


async def handed(who: Actor, payload: Json, accepts: bool = False) -> Ack:
    """Hand an interaction to the app, if it takes any and the person still has an account."""
    if not who.realm.manifest.interactivity:
        return Ack(acked=False, error="interactivity_disabled")
    if who.user.deleted:
        return Ack(acked=False, error="account_inactive")
    envelope = Envelope(type="interactive", payload=payload, accepts_response_payload=accepts)
    return await who.realm.delivery.hand(envelope)


async def interact(who: Actor, payload: Json, accepts: bool = False) -> Ack:
    """Hand an interaction to the app; when that fails the person is told so."""
    ack = await handed(who, payload, accepts)
    if not ack.acked:
        notice(who, f"{who.realm.manifest.name} did not respond: {ack.error}")
    return ack
