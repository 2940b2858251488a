"""Everything one running sandbox is made of, so that its deeds can be plain functions."""

from dataclasses import dataclass, field

from sandbox.changes import Changes
from sandbox.clock import Clock
from sandbox.connections import Connections
from sandbox.delivery import Delivery
from sandbox.drafts import Scheduled
from sandbox.envelopes import Carrier
from sandbox.faults import Faults
from sandbox.http_mode import HttpCarrier
from sandbox.ids import Ids
from sandbox.journal import Journal
from sandbox.limits import Limits
from sandbox.manifest import Manifest
from sandbox.response_urls import ResponseUrls
from sandbox.screens import Screens
from sandbox.settings import Settings
from sandbox.socket_mode import SocketCarrier
from sandbox.tokens import Tokens, tokens_of
from sandbox.triggers import Triggers
from sandbox.workspace import File, Workspace


@dataclass(slots=True, kw_only=True)
class Realm:
    settings: Settings
    clock: Clock
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
    revoked: set[str] = field(default_factory=set)
    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    uploads: dict[str, File] = field(default_factory=dict)

    @property
    def now(self) -> float:
        return self.clock.now()

    @property
    def url(self) -> str:
        """Where the sandbox listens; empty before it is started."""
        return self.workspace.url

    @property
    def bot_user(self) -> str:
        return self.workspace.bot.user_id


def build_realm(settings: Settings, manifest: Manifest, workspace: Workspace) -> Realm:
    """A realm around a workspace, with nobody connected and nothing on any screen."""
    clock, changes, faults, journal = Clock(settings.now), Changes(), Faults(), Journal(settings.journal_length)
    connections = Connections(settings=settings, changes=changes, app_id=workspace.bot.app_id)
    tokens = tokens_of(workspace)
    carrier: Carrier = SocketCarrier(settings=settings, connections=connections, faults=faults)
    if settings.request_url:
        secret = tokens.signing_secret
        carrier = HttpCarrier(settings=settings, url=settings.request_url, secret=secret, faults=faults)
    return Realm(
        settings=settings,
        clock=clock,
        manifest=manifest,
        workspace=workspace,
        ids=Ids(),
        screens=Screens(),
        tokens=tokens,
        changes=changes,
        journal=journal,
        faults=faults,
        limits=Limits(settings.rate_limits),
        triggers=Triggers(settings),
        response_urls=ResponseUrls(settings, clock),
        connections=connections,
        delivery=Delivery(
            settings=settings, clock=clock, carrier=carrier, changes=changes, journal=journal, faults=faults
        ),
    )
