"""Troubles and changes that another process may ask for, each from a JSON object; in Python tests ask for the same."""

from collections.abc import Callable, Mapping
from typing import cast

from sandbox import membership, standing
from sandbox.bodies import counted, said
from sandbox.faults import Trouble
from sandbox.methods.table import METHODS
from sandbox.realm import Realm
from sandbox.wire import Json
from sandbox.workspace import Channel, User

Order = Callable[[Realm, Json], None]
KINDS: Mapping[str, type] = {
    "status": int,
    "error": str,
    "retry_after": int,
    "drop": bool,
    "hang": bool,
    "delay": float,
    "before": bool,
}
REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")
MOST_TIMES = 1000
LONGEST_HOLD = 3600


def times(content: Json) -> int:
    return int(counted(content, "times", 1, MOST_TIMES))


def channel_of(realm: Realm, content: Json) -> Channel:
    return realm.workspace.channel(said(content, "channel"))


def person_of(realm: Realm, content: Json) -> User:
    return realm.workspace.user(said(content, "person"))


def call(realm: Realm, content: Json) -> None:
    """A trouble with the next calls of `method`; raises ValueError for a trouble there is not."""
    trouble = {name: value for name, value in content.items() if name not in {"method", "times"}}
    for name, value in trouble.items():
        kind = KINDS.get(name)
        if kind is None or not (isinstance(value, kind) or (kind is float and isinstance(value, int))):
            raise ValueError(f"A call has no trouble {name} = {value!r}.")
    if said(content, "method") not in {"*", "response_url", *METHODS}:
        raise ValueError(f"There is no method {content['method']}.")
    realm.faults.add(said(content, "method"), times(content), **cast(Trouble, trouble))


def hold_ack(realm: Realm, content: Json) -> None:
    realm.faults.hold_next_ack(counted(content, "seconds", 0, LONGEST_HOLD), times(content))


def disconnect(realm: Realm, content: Json) -> None:
    reason = said(content, "reason") if "reason" in content else "refresh_requested"
    if reason not in REASONS:
        raise ValueError(f"`reason` must be one of {', '.join(REASONS)}.")
    realm.connections.disconnect(reason)


def set_group(realm: Realm, content: Json) -> None:
    members = content.get("members")
    if not isinstance(members, list):
        raise ValueError("`members` must be a list of names.")
    found = [realm.workspace.user(str(member)).id for member in members]
    membership.set_group(realm, realm.workspace.group(said(content, "group")), found)


def set_deleted(deleted: bool) -> Order:
    return lambda realm, content: membership.set_deleted(realm, person_of(realm, content), deleted=deleted)


ORDERS: Mapping[str, Order] = {
    "call": call,
    "duplicate_envelope": lambda realm, content: realm.faults.duplicate_next_envelope(times(content)),
    "swap_envelopes": lambda realm, content: realm.faults.swap_next_envelopes(times(content)),
    "lose_ack": lambda realm, content: realm.faults.lose_next_ack(times(content)),
    "hold_ack": hold_ack,
    "disconnect": disconnect,
    "drop_sockets": lambda realm, content: realm.connections.drop(),
    "revoke_token": lambda realm, content: standing.revoke_token(realm),
    "restore_token": lambda realm, content: standing.restore_token(realm),
    "archive": lambda realm, content: membership.archive(realm, channel_of(realm, content)),
    "unarchive": lambda realm, content: membership.unarchive(realm, channel_of(realm, content)),
    "deactivate": set_deleted(deleted=True),
    "activate": set_deleted(deleted=False),
    "add_member": lambda realm, content: membership.join(
        realm, channel_of(realm, content), person_of(realm, content).id
    ),
    "remove_member": lambda realm, content: membership.leave(
        realm, channel_of(realm, content), person_of(realm, content).id
    ),
    "set_group": set_group,
    "clear": lambda realm, content: realm.faults.clear(),
}
