"""The demo's settings: a local Slack in place of the real one, and a bell that rings when its clock is moved on."""

import socket
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

_HOST = "127.0.0.1"


class Access(NamedTuple):
    """How to reach the local Slack."""

    api_url: str
    bot_token: str
    app_token: str


class Bell:
    """Rings the bot's alarm when somebody lets time pass on the page; before the bot is there nobody hears it."""

    def __init__(self) -> None:
        self.ring: Callable[[], Awaitable[None]] | None = None

    async def time_passed(self, _passed: timedelta) -> None:
        """Ring, now that the clock has moved."""
        if self.ring:
            await self.ring()


def data_of(environ: Mapping[str, str], root: Path) -> Path:
    """Where the demo, and nothing else, keeps what happened: requests still open are open again next time."""
    return root / (environ.get("COUNTERSIGN_DATA") or ".data") / "demo"


def environment(environ: Mapping[str, str], data: Path, access: Access) -> dict[str, str]:
    """The process's environment, with the demo's defaults below it and the local Slack over it; no .env is read."""
    return {
        "COUNTERSIGN_OPERATORS_CHANNEL": "#operators",
        "COUNTERSIGN_LOG_LEVEL": "warning",
        **environ,
        "COUNTERSIGN_DATA": str(data),
        "COUNTERSIGN_LEDGER_URL": "",
        "SLACK_BOT_TOKEN": access.bot_token,
        "SLACK_APP_TOKEN": access.app_token,
        "SLACK_API_URL": access.api_url,
    }


def places(data: Path) -> dict[str, str]:
    """Where workflows put what they do in the demo, unless the environment says otherwise."""
    return {
        "COUNTERSIGN_EFFECTS": str(data / "effects.db"),
        "COUNTERSIGN_PLANNER_FILES": str(data / "files"),
        "COUNTERSIGN_PLANNER_DATABASE": str(data / "planner.db"),
    }


def mail_settings(port: int) -> dict[str, str]:
    """Where workflows send e-mail in the demo, whatever was set before: to the local Slack, which keeps it."""
    return {
        "SMTP_HOST": _HOST,
        "SMTP_PORT": str(port),
        "SMTP_TLS": "none",
        "SMTP_FROM": "agent@northwind-trading.example",
        "SMTP_USER": "",
        "SMTP_PASSWORD": "",
    }


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that nobody listens on."""
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, port))
            except OSError:
                continue
            return port
    return 0
