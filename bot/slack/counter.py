"""The counter: everything that faces Slack, built, opened and closed in order."""

import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.approvals.policy import Policy
from bot.approvals.workflow import Workflow
from bot.desk.faltering import Patience
from bot.faults import Misconfigured, Mistake
from bot.ledger.database import Ledger
from bot.slack.connection import Connection
from bot.slack.delivery import Delivery
from bot.slack.errands import Errands
from bot.slack.errors import code_of
from bot.slack.home_keeping import HomeKeeper
from bot.slack.listening import directory_listeners
from bot.slack.listening.approvals_listeners import ApprovalsListeners
from bot.slack.listening.batch_listeners import BatchListeners
from bot.slack.listening.home_listeners import HomeListeners
from bot.slack.listening.review_listeners import ReviewListeners
from bot.slack.listening.shortcut_listeners import ShortcutListeners
from bot.slack.listening.task_listeners import TaskListeners
from bot.slack.listening.thread_listeners import ThreadListeners
from bot.slack.listening.vote_listeners import VoteListeners
from bot.slack.members import LookupFailed, Members
from bot.slack.pace import Pace
from bot.slack.posting import Poster
from bot.slack.private import Private
from bot.slack.rush import Rush

log = structlog.get_logger(__name__)

_LISTENERS = (
    TaskListeners,
    ApprovalsListeners,
    HomeListeners,
    ShortcutListeners,
    ThreadListeners,
    VoteListeners,
    ReviewListeners,
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
    """What the counter serves with: the ledger, the workflows on offer, and how patient and how punctual it is."""

    ledger: Ledger
    workflows: Mapping[str, Workflow]
    lease: float
    patience: Patience
    now: Callable[[], datetime]


class Counter:
    """Made by `reach`; `delivery` does the work Slack is owed, `open` lets people in."""

    def __init__(self, session: aiohttp.ClientSession, client: AsyncWebClient, access: Access, who: Any) -> None:
        self._session = session
        self._client = client
        self._access = access
        self._who = who
        self._connection: Connection | None = None
        self.members = Members(client, str(who["team_id"]))
        self._private = Private(client, self.members)
        self._rush = Rush()
        self._errands = Errands(self._private, self._rush)

    @classmethod
    async def reach(cls, access: Access) -> "Counter":
        """Ask Slack who we are; raises Misconfigured when it does not take our token."""
        session = aiohttp.ClientSession(timeout=_TIMEOUT)
        client = AsyncWebClient(
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
        return cls(session, client, access, who)

    def delivery(self, shop: Shop) -> Delivery:
        """The half that posts."""
        return Delivery(
            ledger=shop.ledger,
            members=self.members,
            poster=Poster(self._client, str(self._who["bot_id"]), Pace(self._access.pace)),
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
            lease=shop.lease,
            patience=shop.patience,
            now=shop.now,
        )

    async def misfits(self, policies: Mapping[str, Policy], operators: str | None) -> list[Mistake]:
        """What is named that Slack does not know: groups, people, and channels that the bot is in."""
        mistakes: list[Mistake] = []
        if operators:
            looking = self.members.assert_may_post(operators)
            await self._look_for(looking, "COUNTERSIGN_OPERATORS_CHANNEL", mistakes)
        for policy in policies.values():
            posting = self.members.assert_may_post(policy.channel)
            await self._look_for(posting, f"policy {policy.name}: channel", mistakes)
            for tier in policy.tiers:
                reading = self.members.members(tier.reviewers)
                await self._look_for(reading, f"policy {policy.name}: tier {tier.name}", mistakes)
        return mistakes

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
        directory_listeners.register_changes(app, self.members)
        directory_listeners.register_rest(app)
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

    async def _look_for(self, looking: Any, where: str, mistakes: list[Mistake]) -> None:
        try:
            await looking
        except LookupFailed as error:
            mistakes.append(Mistake(where, str(error), "correct the name, or create it in Slack"))


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
