"""Trigger ids: good for opening one view, for three seconds."""

import secrets
from dataclasses import dataclass, field

from sandbox.settings import Settings
from sandbox.wire import SlackError


@dataclass(slots=True)
class Trigger:
    user: str
    issued: float
    used: bool = False


@dataclass(slots=True)
class Triggers:
    settings: Settings
    issued: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, user: str) -> str:
        """A fresh trigger id for what `user` has just done."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self.issued[trigger_id] = Trigger(user, self.settings.monotonic())
        return trigger_id

    def check(self, trigger_id: str) -> Trigger:
        """The trigger, if it is still good; raises SlackError with Slack's code. `used` is set by whom it served."""
        trigger = self.issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.settings.monotonic() - trigger.issued > self.settings.trigger_seconds:
            raise SlackError("expired_trigger_id")
        return trigger
