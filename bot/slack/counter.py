"""The counter: everything that faces Slack, built, opened and closed in order."""

import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.approvals.routing import PolicyBook
from bot.approvals.workflow import Workflow
from bot.desk.faltering import Patience
from bot.faults import Misconfigured, Mistake
from bot.ledger.database import Ledger
from bot.slack.connection import Connection
from bot.slack.delivery import Delivery
from bot.slack.errands import Errands
from bot.slack.errors import code_of
from bot.slack.examining import examine, examine_channel
from bot.slack.home_keeping import HomeKeeper
from bot.slack.listening.approvals_listeners import ApprovalsListeners
from bot.slack.listening.batch_listeners import BatchListeners
from bot.slack.listening.directory_listeners import DirectoryListeners, register_rest
from bot.slack.listening.home_listeners import HomeListeners
from bot.slack.listening.move_listeners import MoveListeners
from bot.slack.listening.review_listeners import ReviewListeners
from bot.slack.listening.shortcut_listeners import ShortcutListeners
from bot.slack.listening.task_listeners import TaskListeners
from bot.slack.listening.thread_listeners import ThreadListeners
from bot.slack.listening.vote_listeners import VoteListeners
from bot.slack.members import Members
from bot.slack.pace import Pace
from bot.slack.posting import Poster
from bot.slack.private import Private
from bot.slack.reachability import HeardClient, Reachability
from bot.slack.rush import Rush
from bot.slack.vacancies import Vacancies

log = structlog.get_logger(__name__)

_LISTENERS = (
    TaskListeners,
    ApprovalsListeners,
    HomeListeners,
    ShortcutListeners,
    ThreadListeners,
    VoteListeners,
    ReviewListeners,
    MoveListeners,
    BatchListeners,
)
_BOLT_LOG = logging.getLogger("slack_bolt.AsyncApp")
_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How to reach Slack: its address and our tokens; `pace` is the seconds between posts to one channel."""

    api_url: str
    bot_token: str
    app_token: str
    pace: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What the counter serves with: the ledger, the workflows on offer, the policies as they are now, its patience."""

    ledger: Ledger
    workflows: Mapping[str, Workflow]
    book: Callable[[], PolicyBook]
    lease: float
    patience: Patience
    now: Callable[[], datetime]


class Line(NamedTuple):
    """The connections to Slack, the client that uses them, and what it knows of how Slack can be reached."""

    session: aiohttp.ClientSession
    client: AsyncWebClient
    reachability: Reachability


class Counter:
    """Made by `reach`; `delivery` does the work Slack is owed, `open` lets people in."""

    def __init__(self, line: Line, access: Access, who: Any) -> None:
        self._session, self._client, self.reachability = line
        self._access = access
        self._who = who
        self._connection: Connection | None = None
        self.members = Members(line.client, str(who["team_id"]))
        self._private = Private(line.client, self.members)
        self._rush = Rush()
        self._errands = Errands(self._private, self._rush)

    @classmethod
    async def reach(cls, access: Access, now: Callable[[], datetime]) -> "Counter":
        """Ask Slack who we are; raises Misconfigured when it does not take our token."""
        session = aiohttp.ClientSession(timeout=_TIMEOUT)
        reachability = Reachability(now)
        client = HeardClient(
            reachability,
            token=access.bot_token,
            base_url=access.api_url,
            session=session,
            ssl=ssl.create_default_context(),
            retry_handlers=[],  # the ledger retries, because it can tell what is safe to repeat; the SDK cannot
        )
        try:
            who = await client.auth_test()
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            await session.close()
            code = code_of(error) if isinstance(error, SlackApiError) else f"{type(error).__name__}: {error}"
            remedy = "copy the Bot User OAuth Token from the app's OAuth & Permissions page, and check SLACK_API_URL"
            raise Misconfigured([Mistake("SLACK_BOT_TOKEN", f"Slack does not let us in: {code}", remedy)]) from None
        return cls(Line(session, client, reachability), access, who)

    def delivery(self, shop: Shop) -> Delivery:
        """The half that posts."""
        return Delivery(
            ledger=shop.ledger,
            members=self.members,
            poster=Poster(self._client, str(self._who["bot_id"]), Pace(self._access.pace)),
            book=shop.book,
            reachability=self.reachability,
            lease=shop.lease,
            patience=shop.patience,
            now=shop.now,
        )

    def homes(self, shop: Shop) -> HomeKeeper:
        """The part that keeps App Homes up to date."""
        return HomeKeeper(
            ledger=shop.ledger,
            members=self.members,
            client=self._client,
            reachability=self.reachability,
            lease=shop.lease,
            patience=shop.patience,
            now=shop.now,
        )

    async def misfits(self, book: PolicyBook, operators: str | None) -> list[Mistake]:
        """What the policies and the settings name that is not there: with anything else the program can start."""
        where = "COUNTERSIGN_OPERATORS_CHANNEL"
        found = await examine_channel(self.members, operators, where) if operators else []
        return found + await examine(self.members, self._client, book, thorough=False)

    async def examine(self, book: PolicyBook) -> list[Mistake]:
        """What of a book of policies would not work in this workspace as it is now."""
        return await examine(self.members, self._client, book)

    async def down_since(self) -> datetime | None:
        """Since when Slack is out of reach, asked once more just now; None while it answers."""
        return await self.reachability.look(self._client.auth_test)

    async def open(self, shop: Shop) -> None:
        """Listen; from here on people can act. Raises Misconfigured when Slack does not take the app-level token."""
        app = _bolt(self._access, self._who, self._session)
        for listeners in _LISTENERS:
            listeners(
                ledger=shop.ledger,
                workflows=shop.workflows,
                members=self.members,
                private=self._private,
                client=self._client,
                errands=self._errands,
                now=shop.now,
            ).register(app)
        vacancies = Vacancies(ledger=shop.ledger, members=self.members, now=shop.now)
        DirectoryListeners(members=self.members, vacancies=vacancies, errands=self._errands).register(app)
        register_rest(app)
        self._connection = Connection(app, self._access.app_token, self._client, self._rush)
        try:
            await self._connection.open()
        except SlackApiError as error:
            remedy = "create an app-level token with connections:write on the app's Basic Information page"
            wrong = f"Slack does not let us connect: {code_of(error)}"
            raise Misconfigured([Mistake("SLACK_APP_TOKEN", wrong, remedy)]) from None

    async def close(self, patience: float) -> None:
        """Let nobody in any more, and give what people asked for `patience` seconds to be done."""
        if self._connection:
            await self._connection.close()
        await self._errands.finish(patience)

    async def leave(self) -> None:
        """Close the line to Slack for good."""
        await self._session.close()


def _bolt(access: Access, who: Any, session: aiohttp.ClientSession) -> AsyncApp:
    """A Bolt app that knows who we are already, and so asks Slack nothing when a payload comes in."""
    ours = AuthorizeResult(
        enterprise_id=who.get("enterprise_id"),
        team_id=who["team_id"],
        bot_user_id=who["user_id"],
        bot_id=who["bot_id"],
        bot_token=access.bot_token,
    )

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return ours

    before = _BOLT_LOG.level
    _BOLT_LOG.setLevel(logging.ERROR)  # it would warn of a token in the environment, which is ours and is used
    try:
        return AsyncApp(client=AsyncWebClient(base_url=access.api_url, session=session), authorize=authorize)
    finally:
        _BOLT_LOG.setLevel(before)
