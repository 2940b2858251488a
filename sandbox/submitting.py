"""Submitting and closing views, and doing what the app answers to that."""

from dataclasses import dataclass, field

from sandbox import interactions
from sandbox.actor import Actor, Delivered, delivered, interact, notice
from sandbox.envelopes import Ack
from sandbox.events import announce
from sandbox.methods.call import direct_with
from sandbox.objects import view_json
from sandbox.screens import OpenView
from sandbox.view_state import input_elements, refused_inputs
from sandbox.viewing import close_all, close_top, push_view, update_view
from sandbox.wire import Json, SlackError


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """`closed`: the view is gone. `errors`: words by block_id, from the client or from the app."""

    closed: bool
    errors: dict[str, str] = field(default_factory=dict)
    acked: bool = False
    error: str | None = None
    seconds: float = 0.0


async def submit(who: Actor, view: OpenView) -> Submitted:
    """Submit a modal: refused by the client while a required input is empty, else by what the app answers."""
    view.errors = refused_inputs(view.content["blocks"], view.inputs)
    if view.errors:
        who.realm.changes.touch([who.user.id])
        return Submitted(closed=False, errors=view.errors)
    view.busy = True
    who.realm.changes.touch([who.user.id])
    try:
        ack = await interact(who, interactions.view_submission(who.realm, who.user, view), accepts=True)
    finally:
        view.busy = False
        who.realm.changes.touch([who.user.id])
    return settle(who, view, ack) if ack.acked else Submitted(closed=False, error=ack.error, seconds=ack.seconds)


def settle(who: Actor, view: OpenView, ack: Ack) -> Submitted:
    """Do what the app answered to a submission; an answer Slack would not take leaves the modal open."""
    try:
        follow(who, view, ack.payload or {})
    except SlackError as error:
        notice(who, "We had some trouble connecting. Try again?")
        return Submitted(closed=False, acked=True, error=error.code, seconds=ack.seconds)
    closed = view not in who.screen.stack
    return Submitted(closed=closed, errors=view.errors, acked=True, seconds=ack.seconds)


def follow(who: Actor, view: OpenView, answer: Json) -> None:
    match answer.get("response_action"):
        case None:
            close_this(who, view)
        case "clear":
            close_all(who.realm, who.screen)
        case "update":
            update_view(who.realm, view, answer.get("view") or {})
        case "push":
            push_view(who.realm, view.user, answer.get("view") or {})
        case "errors":
            view.errors = named_errors(view, answer.get("errors"))
        case _:
            raise SlackError("invalid_response_action")
    who.realm.changes.touch([view.user])


def close_this(who: Actor, view: OpenView) -> None:
    if view in who.screen.stack:
        who.screen.stack.remove(view)


def named_errors(view: OpenView, errors: object) -> dict[str, str]:
    """Errors must name input blocks of the view; raises SlackError otherwise."""
    blocks = {block["block_id"] for block, _ in input_elements(view.content["blocks"])}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= blocks:
        raise SlackError("invalid_errors")
    return {str(block_id): str(text) for block_id, text in errors.items()}


async def close(who: Actor, everything: bool = False) -> list[Delivered]:
    """Close the top view, or all of them; the app hears of those with `notify_on_close`."""
    stack = who.screen.stack
    cleared = everything or bool(stack and stack[-1].content.get("clear_on_close"))
    closed = close_all(who.realm, who.screen) if everything else close_top(who.realm, who.screen)
    told = [view for view in closed if view.content.get("notify_on_close")]
    payloads = [interactions.view_closed(who.realm, who.user, view, cleared) for view in told]
    return [delivered(await interact(who, payload)) for payload in payloads]


def open_app(who: Actor, tab: str) -> None:
    """Look at one tab of the app, home or messages: the app hears of it. Raises LookupError where there is none."""
    manifest, home = who.realm.manifest, who.screen.home
    if not {"home": manifest.home_tab, "messages": manifest.messages_tab}.get(tab):
        raise LookupError(f"{manifest.name} has no {tab} tab.")
    channel = direct_with(who.realm, who.user.id).id
    event: Json = {"type": "app_home_opened", "user": who.user.id, "channel": channel, "tab": tab}
    announce(who.realm, {**event, "view": view_json(who.realm, home)} if home else event)
