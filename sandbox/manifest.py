"""The app's manifest: what it lacks does not work here either."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.wire import Json


class UnreadableFileError(Exception):
    """A file the sandbox was given cannot be used; the message names it, says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    name: str
    bot_name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    home_tab: bool
    messages_tab: bool
    interactivity: bool
    socket_mode: bool

    def command(self, name: str) -> Command | None:
        return next((command for command in self.commands if command.command == name), None)


def read_yaml(path: Path, what: str) -> Json:
    """The mapping in a YAML file; raises UnreadableFileError, naming the file as `what`."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{what} {path} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise UnreadableFileError(f"{what} {path} must be a mapping of names to values.")
    return content


def read_manifest(path: Path) -> Manifest:
    """Read a Slack app manifest (version 2, YAML or JSON); raises UnreadableFileError."""
    content = read_yaml(path, "The manifest")
    try:
        return parse_manifest(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableFileError(f"The manifest {path} is not a Slack app manifest: {error!r}.") from error


def parse_manifest(content: Json) -> Manifest:
    name = content["display_information"]["name"]
    return Manifest(
        name=name,
        bot_name=within(content, "features", "bot_user", "display_name") or name.lower(),
        scopes=frozenset(within(content, "oauth_config", "scopes", "bot") or ()),
        events=frozenset(within(content, "settings", "event_subscriptions", "bot_events") or ()),
        commands=tuple(parse_command(entry) for entry in within(content, "features", "slash_commands") or ()),
        shortcuts=tuple(parse_shortcut(entry) for entry in within(content, "features", "shortcuts") or ()),
        home_tab=bool(within(content, "features", "app_home", "home_tab_enabled")),
        messages_tab=bool(within(content, "features", "app_home", "messages_tab_enabled")),
        interactivity=bool(within(content, "settings", "interactivity", "is_enabled")),
        socket_mode=bool(within(content, "settings", "socket_mode_enabled")),
    )


def within(content: Json, *steps: str) -> Any:
    """What stands at the end of the steps; None when one of them is absent."""
    found: Any = content
    for step in steps:
        found = (found or {}).get(step)
    return found


def parse_command(entry: Json) -> Command:
    return Command(
        command=entry["command"],
        description=entry.get("description", ""),
        usage_hint=entry.get("usage_hint", ""),
        should_escape=bool(entry.get("should_escape")),
    )


def parse_shortcut(entry: Json) -> Shortcut:
    return Shortcut(
        name=entry["name"],
        type=entry["type"],
        callback_id=entry["callback_id"],
        description=entry.get("description", ""),
    )
