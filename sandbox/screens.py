"""What is on each person's screen and nowhere else: open views, the Home tab, notices, ephemeral messages."""

from dataclasses import dataclass, field

from sandbox.wire import Json
from sandbox.workspace import Message

Inputs = dict[str, dict[str, Json]]


@dataclass(slots=True, kw_only=True)
class OpenView:
    """A view being shown. `content` is the app's view, block ids filled in; `inputs` what the person put into it."""

    id: str
    user: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    inputs: Inputs = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    id: str
    level: str
    text: str


@dataclass(slots=True)
class Screen:
    user: str
    stack: list[OpenView] = field(default_factory=list)
    home: OpenView | None = None
    notices: list[Notice] = field(default_factory=list)
    ephemerals: list[Message] = field(default_factory=list)
    inputs: dict[tuple[str, str], Inputs] = field(default_factory=dict)
    pending: list[tuple[str, str, str]] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)

    def view(self, view_id: str) -> OpenView | None:
        shown = [*self.stack, *([self.home] if self.home else [])]
        return next((view for view in shown if view.id == view_id), None)


@dataclass(slots=True)
class Screens:
    by_user: dict[str, Screen] = field(default_factory=dict)

    def of(self, user: str) -> Screen:
        return self.by_user.setdefault(user, Screen(user))

    def view(self, view_id: str) -> OpenView | None:
        found = (screen.view(view_id) for screen in self.by_user.values())
        return next((view for view in found if view), None)

    def external(self, external_id: str) -> OpenView | None:
        shown = (view for screen in self.by_user.values() for view in (*screen.stack, screen.home) if view)
        return next((view for view in shown if view.content.get("external_id") == external_id), None)
