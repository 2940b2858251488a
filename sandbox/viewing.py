"""Opening, stacking, changing and closing views, by Slack's rules."""

import secrets

from sandbox.blocks.checks import HOME, MODAL
from sandbox.blocks.rules import check_view
from sandbox.posting import with_ids
from sandbox.realm import Realm
from sandbox.screens import OpenView, Screen
from sandbox.view_state import kept_inputs
from sandbox.wire import Json, SlackError

DEEPEST_STACK = 3


def checked(realm: Realm, content: Json, kind: str, current: OpenView | None = None) -> Json:
    """The view with its block ids filled in; raises SlackError unless Slack would take it."""
    check_view(content, kind)
    external = content.get("external_id")
    holder = realm.screens.external(external) if external else None
    if holder is not None and holder is not current:
        raise SlackError("duplicate_external_id")
    return {**content, "blocks": with_ids(realm, content["blocks"]) or []}


def fresh_view(realm: Realm, user: str, content: Json) -> OpenView:
    view_id = realm.ids.fresh("V")
    return OpenView(id=view_id, user=user, content=content, hash=fresh_hash(realm), root_id=view_id)


def fresh_hash(realm: Realm) -> str:
    return f"{int(realm.now)}.{secrets.token_hex(4)}"


def open_view(realm: Realm, user: str, content: Json) -> OpenView:
    """Show a modal as the root of a new stack; what was open before is gone."""
    view = fresh_view(realm, user, checked(realm, content, MODAL))
    realm.screens.of(user).stack = [view]
    realm.changes.touch([user])
    return view


def push_view(realm: Realm, user: str, content: Json) -> OpenView:
    """Show a modal on top of the person's stack; raises SlackError when there is none, or it is full."""
    stack = realm.screens.of(user).stack
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= DEEPEST_STACK:
        raise SlackError("push_limit_reached")
    view = fresh_view(realm, user, checked(realm, content, MODAL))
    view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    realm.changes.touch([user])
    return view


def update_view(realm: Realm, view: OpenView, content: Json, expected: str | None = None) -> OpenView:
    """Replace what an open view shows: same id, new hash; inputs still there keep what was put in."""
    if expected is not None and expected != view.hash:
        raise SlackError("hash_conflict")
    view.content = checked(realm, content, view.content["type"], view)
    view.hash, view.errors = fresh_hash(realm), {}
    view.inputs = kept_inputs(view.content["blocks"], view.inputs)
    realm.changes.touch([view.user])
    return view


def publish_home(realm: Realm, user: str, content: Json, expected: str | None = None) -> OpenView:
    """Show a Home tab to one person."""
    screen = realm.screens.of(user)
    if screen.home is not None:
        return update_view(realm, screen.home, content, expected)
    screen.home = fresh_view(realm, user, checked(realm, content, HOME))
    realm.changes.touch([user])
    return screen.home


def close_top(realm: Realm, screen: Screen) -> list[OpenView]:
    """Take the top view away, or with `clear_on_close` all of them; the answer is what was closed."""
    if screen.stack and screen.stack[-1].content.get("clear_on_close"):
        return close_all(realm, screen)
    closed = [screen.stack.pop()] if screen.stack else []
    realm.changes.touch([screen.user])
    return closed


def close_all(realm: Realm, screen: Screen) -> list[OpenView]:
    closed, screen.stack = screen.stack[::-1], []
    realm.changes.touch([screen.user])
    return closed
