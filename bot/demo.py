"""The demo's settings: a local Slack in place of the real one, and SLAs short enough to watch."""

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_HOST = "127.0.0.1"
_SLA_SPEEDUP = "60"  # a minute of an SLA lasts a second, so that an escalation can be watched


class Access(NamedTuple):
    """How to reach the local Slack."""

    api_url: str
    bot_token: str
    app_token: str


def data_of(environ: Mapping[str, str], root: Path) -> Path:
    """Where the demo, and nothing else, keeps what happened: requests still open are open again next time."""
    return root / (environ.get("COUNTERSIGN_DATA") or ".data") / "demo"


def environment(environ: Mapping[str, str], data: Path, access: Access) -> dict[str, str]:
    """The process's environment, with the demo's defaults below it and the local Slack over it; no .env is read."""
    return {
        "COUNTERSIGN_SLA_SPEEDUP": _SLA_SPEEDUP,
        "COUNTERSIGN_OPERATORS_CHANNEL": "#operators",
        "COUNTERSIGN_LOG_LEVEL": "warning",
        **environ,
        "COUNTERSIGN_DATA": str(data),
        "COUNTERSIGN_LEDGER_URL": "",
        "SLACK_BOT_TOKEN": access.bot_token,
        "SLACK_APP_TOKEN": access.app_token,
        "SLACK_API_URL": access.api_url,
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
