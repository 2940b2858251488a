"""Everything one running sandbox is made of, so that its deeds can be plain functions."""

from dataclasses import dataclass, field

from sandbox.changes import Changes
from sandbox.connections import Connections
from sandbox.delivery import Delivery
from sandbox.faults import Faults
from sandbox.ids import Ids
from sandbox.journal import Journal
from sandbox.limits import Limits
from sandbox.manifest import Manifest
from sandbox.response_urls import ResponseUrls
from sandbox.screens import Screens
from sandbox.settings import Settings
from sandbox.tokens import Tokens, tokens_of
from sandbox.triggers import Triggers
from sandbox.workspace import Workspace


@dataclass(slots=True, kw_only=True)
class Realm:
    settings: Settings
    manifest: Manifest
    workspace: Workspace
    ids: Ids
    screens: Screens
    tokens: Tokens
    changes: Changes
    journal: Journal
    faults: Faults
    limits: Limits
    triggers: Triggers
    response_urls: ResponseUrls
    connections: Connections
    delivery: Delivery
    url: str = field(default="")

    @property
    def now(self) -> float:
        return self.settings.now()

    @property
    def bot_user(self) -> str:
        return self.workspace.bot.user_id


def build_realm(settings: Settings, manifest: Manifest, workspace: Workspace) -> Realm:
    """A realm around a workspace, with nobody connected and nothing on any screen."""
    changes, faults, journal = Changes(), Faults(), Journal(settings.journal_length)
    connections = Connections(settings=settings, changes=changes, app_id=workspace.bot.app_id)
    return Realm(
        settings=settings,
        manifest=manifest,
        workspace=workspace,
        ids=Ids(),
        screens=Screens(),
        tokens=tokens_of(workspace),
        changes=changes,
        journal=journal,
        faults=faults,
        limits=Limits(settings.rate_limits),
        triggers=Triggers(settings),
        response_urls=ResponseUrls(settings),
        connections=connections,
        delivery=Delivery(settings=settings, connections=connections, journal=journal, faults=faults),
    )
