"""`python -m sandbox`: the sandbox alone, until it is interrupted; address and tokens as one line of JSON."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from sandbox.manifest import UnreadableFileError
from sandbox.server import SEED, Sandbox
from sandbox.settings import RateLimits, Settings


def read_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Slack on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--manifest", type=Path, default=Path("manifest.yml"))
    parser.add_argument("--seed", type=Path, default=SEED)
    parser.add_argument("--guide", type=Path, help="a YAML file with what to try first")
    parser.add_argument("--store", type=Path, help="a file in which the workspace outlives a restart")
    parser.add_argument("--request-url", help="deliver by signed HTTP requests to this address, not by Socket Mode")
    parser.add_argument("--rate-limits", action="store_true", help="limit calls as Slack does")
    return parser.parse_args(words)


async def run(arguments: argparse.Namespace) -> None:
    limits = RateLimits() if arguments.rate_limits else None
    settings = Settings(rate_limits=limits, request_url=arguments.request_url)
    sandbox = Sandbox(
        arguments.manifest, arguments.seed, store=arguments.store, guide=arguments.guide, settings=settings
    )
    await sandbox.start(arguments.port)
    told = {
        "url": sandbox.url,
        "api_url": sandbox.api_url,
        "bot_token": sandbox.bot_token,
        "app_token": sandbox.app_token,
        "signing_secret": sandbox.signing_secret,
    }
    stopped = asyncio.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wanted, stopped.set)
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    await stopped.wait()
    await sandbox.stop()


def main() -> int:
    """Exit status 2, with one clear line, when a file or the port cannot be used."""
    try:
        asyncio.run(run(read_arguments(sys.argv[1:])))
    except (UnreadableFileError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
