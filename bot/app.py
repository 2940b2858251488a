"""The composition root: builds the parts, starts and stops them in order."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot import saying_when
from bot.api.facts import Facts
from bot.api.health import Health
from bot.approvals.routing import PolicyBook
from bot.clock.alarm import Alarm
from bot.clock.rounds import Round, Rounds
from bot.desk import degrading
from bot.desk.announcing import announce
from bot.desk.faltering import Patience
from bot.desk.rereading import reread, reread_workflows
from bot.engine.catalogue import compile_all
from bot.engine.compensating import Compensator
from bot.engine.driving import Driver
from bot.engine.savers import open_saver
from bot.engine.strictness import assert_strict
from bot.faults import Misconfigured
from bot.handout.embedded import Embedded, Hand
from bot.handout.reconciling import Reconciler
from bot.ledger.database import Ledger
from bot.ledger.hints import WorkKind
from bot.ledger.notice_book import NoticeKind
from bot.plan import Plan
from bot.reloading import Reloader
from bot.settings import Settings
from bot.slack.counter import Access, Counter, Shop

log = structlog.get_logger(__name__)

_GRACE = 10.0  # seconds that work under way has to end when the program stops
_DELIVERIES_AT_ONCE = 8
_UNDONE_AT_ONCE = 4
_RECONCILE_EVERY = 1.0
_POLICIES_EVERY = 2.0
_SLACK_EVERY = 15.0
_THREADS_PER_RUN = 4  # steps that are no coroutines run in threads; Slack's names are looked up in the same ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersign:
    """The running program, as far as others need to reach into it."""

    ledger: Ledger
    alarm: Alarm
    reloader: Reloader
    rounds: Rounds


@contextlib.asynccontextmanager
async def running(settings: Settings, plan: Plan, now: Callable[[], datetime]) -> AsyncIterator[Countersign]:
    """Everything started in order, and stopped in reverse when the block ends; raises Misconfigured.

    People are let in last, when what they ask for can be done, and are the first to be kept out.
    """
    await _get_ready(settings.runs_at_once)
    async with contextlib.AsyncExitStack() as stack:
        counter = await _reach(stack, settings, plan, now)
        ledger = await Ledger.open(settings.ledger_url)
        stack.push_async_callback(ledger.close)
        saver = await stack.enter_async_context(open_saver(settings.checkpoints))
        catalogue = compile_all(plan.found, saver)
        patience = Patience(settings.max_attempts, settings.operators_channel)
        reloader = Reloader(
            plan.policy_file, plan.book, _teller(ledger, now), counter.examine, taken=_rereader(ledger, now)
        )
        shop = Shop(
            ledger=ledger,
            workflows={name: entry.workflow for name, entry in catalogue.items()},
            book=reloader.book,
            lease=settings.lease_seconds,
            patience=patience,
            now=now,
        )
        driver = Driver(
            ledger=ledger,
            catalogue=catalogue,
            book=reloader.book,
            belongs=counter.members.belongs,
            lease=settings.lease_seconds,
            patience=patience,
            now=now,
        )
        alarm = Alarm(ledger, now)
        rounds = _rounds(ledger, now, counter, reloader)
        await _start_work(stack, ledger, _hands(settings, counter, shop, driver=driver, alarm=alarm), alarm)
        rounds.start()
        stack.push_async_callback(rounds.stop)
        await _open_health(stack, settings.health_port, ledger, counter=counter, reloader=reloader)
        stack.push_async_callback(counter.close, _GRACE)
        await counter.open(shop)
        _settle_memory()
        for warning in plan.book.warnings:
            log.warning("a policy allows what should be known", warning=warning)
        log.info("countersign is open", workflows=sorted(catalogue))
        yield Countersign(ledger=ledger, alarm=alarm, reloader=reloader, rounds=rounds)


async def _get_ready(runs_at_once: int) -> None:
    """What has to be so before anything is opened; what is loaded here holds up no ack later."""
    await assert_strict()
    _make_room(runs_at_once)
    await asyncio.to_thread(saying_when.warm_up)


async def _reach(
    stack: contextlib.AsyncExitStack, settings: Settings, plan: Plan, now: Callable[[], datetime]
) -> Counter:
    """The line to Slack, which has to know all that the configuration names."""
    counter = await Counter.reach(_access(settings), now)
    stack.push_async_callback(counter.leave)
    misfits = await counter.misfits(plan.book, settings.operators_channel)
    if misfits:
        raise Misconfigured(misfits)
    return counter


def _teller(ledger: Ledger, now: Callable[[], datetime]) -> Callable[[str], Awaitable[None]]:
    """Tells the operators what became of policies that were written anew."""

    async def tell(words: str) -> None:
        await announce(ledger, NoticeKind.POLICIES, words, now=now())

    return tell


def _rereader(ledger: Ledger, now: Callable[[], datetime]) -> Callable[[PolicyBook, PolicyBook], Awaitable[None]]:
    """Has the questions that wait read anew where the policies say something else of how they are answered."""

    async def read_anew(before: PolicyBook, book: PolicyBook) -> None:
        workflows = reread_workflows(before, book)
        if workflows:
            await reread(ledger, workflows, now=now())

    return read_anew


def _rounds(ledger: Ledger, now: Callable[[], datetime], counter: Counter, reloader: Reloader) -> Rounds:
    """What is looked after now and then: the books, the policies file, and whether Slack is within reach."""

    async def watch_slack() -> None:
        await degrading.watch(ledger, await counter.down_since(), now=now())

    return Rounds(
        ledger,
        now,
        Round("policies", _POLICIES_EVERY, reloader.look),
        Round("slack", _SLACK_EVERY, watch_slack),
    )


def _hands(settings: Settings, counter: Counter, shop: Shop, *, driver: Driver, alarm: Alarm) -> dict[WorkKind, Hand]:
    """Who does each kind of work, and how much of it at once."""
    delivery = counter.delivery(shop)
    compensator = Compensator(ledger=shop.ledger, lease=shop.lease, patience=shop.patience, now=shop.now)
    return {
        WorkKind.RUN: Hand(driver.drive, settings.runs_at_once),
        WorkKind.CARD: Hand(delivery.show, _DELIVERIES_AT_ONCE),
        WorkKind.HOME: Hand(counter.homes(shop).show, _DELIVERIES_AT_ONCE),
        WorkKind.NOTICE: Hand(delivery.tell, _DELIVERIES_AT_ONCE),
        WorkKind.EFFECT: Hand(compensator.undo, _UNDONE_AT_ONCE),
        WorkKind.DEADLINE: Hand(alarm.due_changed, 1),
    }


async def _open_health(
    stack: contextlib.AsyncExitStack, port: int | None, ledger: Ledger, *, counter: Counter, reloader: Reloader
) -> None:
    """Answer this machine's monitors, where the operator wants that."""
    if port is None:
        return
    facts = Facts(ledger=ledger, down_since=lambda: counter.reachability.down_since, book=reloader.book)
    health = Health(port, facts.read)
    stack.push_async_callback(health.stop)
    await health.start()


def _make_room(runs_at_once: int) -> None:
    """Have threads enough that steps which block leave some to look up Slack's address with."""
    threads = ThreadPoolExecutor(_THREADS_PER_RUN * (runs_at_once + 1), thread_name_prefix="step")
    asyncio.get_running_loop().set_default_executor(threads)


async def _start_work(
    stack: contextlib.AsyncExitStack, ledger: Ledger, hands: dict[WorkKind, Hand], alarm: Alarm
) -> None:
    """Start what works off the ledger's debts; whatever an earlier process left owed is taken up at once."""
    handout = Embedded(hands)
    ledger.hints = handout
    handout.start()
    stack.push_async_callback(handout.stop, _GRACE)
    reconciler = Reconciler(ledger, _RECONCILE_EVERY)
    reconciler.start()
    stack.push_async_callback(reconciler.stop)
    await alarm.start()
    stack.push_async_callback(alarm.stop)


def _settle_memory() -> None:
    """Take what start-up made out of the garbage collector's sight: walking it held up acks by 0.1 s at a time."""
    gc.collect()
    gc.freeze()


def _access(settings: Settings) -> Access:
    return Access(
        api_url=settings.api_url,
        bot_token=settings.bot_token.get_secret_value(),
        app_token=settings.app_token.get_secret_value(),
        pace=settings.channel_pace,
    )
