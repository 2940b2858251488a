"""The `countersign` command."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import structlog
from dotenv import load_dotenv

from bot import command_line, demo, dry_running, inspecting, logs
from bot.app import Countersign, running
from bot.faults import Misconfigured, Mistake
from bot.linting import scanning
from bot.plan import Plan, read_everything, read_plan
from bot.policybook.schema import policies_schema
from bot.repairing import Mend, Operator, Wish, repair
from bot.settings import Settings, real_now
from bot.simulating import imagining
from bot.simulating.outlook_json import to_json
from bot.simulating.outlook_table import table
from bot.simulating.supposing import Words
from sandbox import Mailbox, RateLimits, Sandbox, UnreadableFileError
from sandbox import Settings as SlackSettings

log = structlog.get_logger(__name__)

Deed = Callable[[argparse.Namespace], Coroutine[Any, Any, int]]

_MISCONFIGURED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says and return the exit status: 0 done, 1 found something wrong, 2 misconfigured."""
    chosen = command_line.parser().parse_args(arguments)
    try:
        return asyncio.run(DEEDS[chosen.command](chosen))
    except Misconfigured as error:
        _complain(error, starts=chosen.command in {"demo", "serve"})
        return _MISCONFIGURED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read us has had enough
        return 1


async def _demo(chosen: argparse.Namespace) -> int:
    root = Path.cwd()
    data = demo.data_of(os.environ, root)
    os.environ.update(demo.places(data) | os.environ)
    await asyncio.to_thread(data.mkdir, parents=True, exist_ok=True, mode=0o700)
    bell, mailbox = demo.Bell(), Mailbox()
    settings = SlackSettings(rate_limits=RateLimits(), on_time=bell.time_passed, mailbox=mailbox)
    sandbox = _local_slack(root, data, settings)
    await sandbox.start(port=demo.free_port(chosen.port))
    os.environ.update(demo.mail_settings(mailbox.port))
    try:
        access = demo.Access(sandbox.api_url, sandbox.bot_token, sandbox.app_token)
        environ = demo.environment(os.environ, data, access)
        clock = _Clock(lambda: datetime.fromtimestamp(sandbox.realm.now, UTC), bell)
        await _run(environ, f"The demo is ready: {sandbox.url}", clock)
    finally:
        await sandbox.stop()
    return 0


def _local_slack(root: Path, data: Path, settings: SlackSettings) -> Sandbox:
    """The local Slack; what its page offers to try is for the workflows that come along, not for others."""
    guide = None if os.environ.get("COUNTERSIGN_WORKFLOWS") else root / "workflows" / "guide.yaml"
    try:
        return Sandbox(
            manifest=root / "manifest.yml",
            guide=guide,
            store=data / "sandbox.json",
            settings=settings,
        )
    except UnreadableFileError as error:
        remedy = f"run this in the project's folder; to begin anew, remove {data}"
        raise Misconfigured([Mistake("the local Slack", str(error), remedy)]) from None


async def _serve(chosen: argparse.Namespace) -> int:
    await _run(_environment(), "Countersign serves.", _Clock(real_now, demo.Bell()))
    return 0


class _Clock(NamedTuple):
    """What time it is, and the bell to be rung when somebody moves that clock."""

    now: Callable[[], datetime]
    bell: demo.Bell


async def _run(environ: Mapping[str, str], greeting: str, clock: _Clock) -> None:
    logs.configure("warning", "text")  # until the settings say how
    settings, plan = await read_everything(environ, Path.cwd())
    logs.configure(settings.log_level, settings.log_format)
    async with running(settings, plan, clock.now) as bot:
        clock.bell.ring = bot.alarm.ring
        _hear_of_hang_ups(bot)
        print(f"\n  {greeting}\n\n  Ctrl-C stops it.\n", flush=True)
        await _until_stopped()


async def _check(chosen: argparse.Namespace) -> int:
    settings, plan = await _planned()
    await dry_running.check(settings, plan, print, offline=chosen.offline)
    return 0


async def _simulate(chosen: argparse.Namespace) -> int:
    settings, plan = await _planned()
    words = Words(
        workflow=chosen.workflow,
        amount=chosen.amount,
        measures=chosen.measure,
        risk=chosen.risk,
        urgency=chosen.urgency,
        step=chosen.step,
        requester=chosen.requester,
        channel=chosen.channel,
        at=chosen.at,
        zone=chosen.zone,
    )
    supposed = imagining.read_words(words, plan, real_now())
    async with dry_running.directory_of(settings) as (directory, unasked):
        outlook = await imagining.imagine(supposed, plan, directory, unasked)
    print(json.dumps(to_json(outlook), indent=2) if chosen.json else table(outlook))
    return 0


async def _planned() -> tuple[Settings, Plan]:
    settings = _settings()
    return settings, await read_plan(settings, Path.cwd())


async def _lint(chosen: argparse.Namespace) -> int:
    return await asyncio.to_thread(scanning.told, chosen.path, print)


async def _schema(chosen: argparse.Namespace) -> int:
    print(policies_schema(), end="")
    return 0


async def _doctor(chosen: argparse.Namespace) -> int:
    settings = _settings()
    as_json = bool(chosen.json)
    return await inspecting.doctor(settings.ledger_url, print, now=real_now(), heal=chosen.heal, as_json=as_json)


async def _owed(chosen: argparse.Namespace) -> int:
    return await inspecting.list_dead(_settings(), print)


async def _retry(chosen: argparse.Namespace) -> int:
    return await inspecting.revive(_settings(), chosen.work, print)


async def _repair(chosen: argparse.Namespace) -> int:
    settings, plan = await _planned()
    wish = Wish(chosen.run, Mend(chosen.step) if chosen.step else None, chosen.because)
    operator = Operator(print, _nodded if chosen.yes else _asked)
    return await repair(settings, plan, wish, operator, now=real_now())


async def _nodded(_: str) -> bool:
    return True


async def _asked(question: str) -> bool:
    if not sys.stdin.isatty():
        raise Misconfigured([Mistake("the terminal", "there is nobody to ask whether it is meant", "add --yes")])
    return (await asyncio.to_thread(input, f"{question} [y/N] ")).strip().lower() in {"y", "yes"}


async def _audit(chosen: argparse.Namespace) -> int:
    return await inspecting.audit(_settings(), chosen.request, print)


def _settings() -> Settings:
    """The settings of a command that does not serve; only what goes wrong is logged meanwhile."""
    settings = Settings.read(_environment(), serving=False)
    logs.configure("warning", settings.log_format)
    return settings


def _environment() -> dict[str, str]:
    """The process's environment, with what a .env file here says where it says nothing; workflows read it as well."""
    load_dotenv(Path(".env"))
    return dict(os.environ)


def _hear_of_hang_ups(bot: Countersign) -> None:
    """Have the policies read anew at SIGHUP, as daemons do; a changed file is found without it, a little later."""
    under_way: set[asyncio.Task[None]] = set()

    def look() -> None:
        task = asyncio.create_task(_look_again(bot))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, look)


async def _look_again(bot: Countersign) -> None:
    try:
        await bot.reloader.look(again=True)
    except Exception:
        log.exception("the policies could not be read anew; the next look tries again")


async def _until_stopped() -> None:
    """Return at Ctrl-C or at a request to terminate; a second one ends the process, whatever a step's thread does."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    await stop.wait()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.remove_signal_handler(sign)
        signal.signal(sign, lambda number, _frame: os._exit(128 + number))  # what was under way stays owed


def _complain(error: Misconfigured, *, starts: bool) -> None:
    count = len(error.mistakes)
    so = "Countersign cannot start: " if starts else ""
    print(f"{so}{count} thing{'s' if count > 1 else ''} to mend.\n", file=sys.stderr)
    for mistake in error.mistakes:
        print(f"  {mistake}\n", file=sys.stderr)


DEEDS: dict[str, Deed] = {
    "demo": _demo,
    "serve": _serve,
    "check": _check,
    "simulate": _simulate,
    "lint": _lint,
    "schema": _schema,
    "doctor": _doctor,
    "owed": _owed,
    "retry": _retry,
    "repair": _repair,
    "audit": _audit,
}
