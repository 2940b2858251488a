"""Log records for people or for programs, from us and from libraries alike, with every secret blacked out."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

OURS = ("bot", "workflows", "sandbox")
_HIDDEN = "[hidden]"
_NAMES = r"(?:token|secret|password|passwd|api[_-]?key|authorization|ticket|signature)"
_SECRETS = (
    (re.compile(r"(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]+", re.IGNORECASE), _HIDDEN),
    (re.compile(r"(?<![A-Za-z0-9])sk-[\w-]{6,}"), _HIDDEN),
    (re.compile(r"\b(Bearer) +[^\s\"',;\\]+", re.IGNORECASE), rf"\1 {_HIDDEN}"),
    (re.compile(r"(hooks\.slack\.com/)[^\s\"'<>\\]+", re.IGNORECASE), rf"\1{_HIDDEN}"),
    (re.compile(r"(\w://)[^\s/\"']+@"), rf"\1{_HIDDEN}@"),
    (re.compile(rf"({_NAMES}=)['\"]?[^\s&\"'\\]+['\"]?", re.IGNORECASE), rf"\1{_HIDDEN}"),
    (re.compile(rf"({_NAMES}[\"']: ?)([\"'])(?:(?!\2).)*\2", re.IGNORECASE), rf"\1\2{_HIDDEN}\2"),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def configure(level: str, format: str) -> None:
    """Write records of `level` and above to standard error, as `text` or one line of `json` each.

    Libraries are heard from `warning` on, and with `debug` from `info` on: below that they tell what people typed.
    """
    handler = _Handler(sys.stderr)
    handler.setFormatter(_Formatter(_as_json if format == "json" else _as_text))
    threshold = logging.getLevelNamesMapping()[level.upper()]
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO if threshold == logging.DEBUG else max(threshold, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(threshold)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def redacted(text: str) -> str:
    """The text with tokens, credentials and what else opens a door replaced."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Draws any record; what has been drawn is redacted as a whole, so that nothing slips through a field."""

    def __init__(self, draw: Processor) -> None:
        super().__init__(processors=[_stamped, structlog.processors.format_exc_info, draw])

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class _Handler(logging.StreamHandler[TextIO]):
    """A record that cannot be drawn is named, not dumped: the standard library would print its arguments."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library's name
        self.stream.write(f"a log record from {record.pathname}:{record.lineno} could not be written\n")


def _stamped(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The fields in reading order, with the record's own time, level and origin first."""
    record: logging.LogRecord = event.pop("_record")
    event.pop("_from_structlog")
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    head = {"at": at, "level": record.levelname.lower(), "logger": record.name, "event": str(event.pop("event", ""))}
    return {**head, **event}


def _as_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """One object; texts are redacted here already, before JSON puts backslashes between a name and its secret."""
    plain = {name: redacted(value) if isinstance(value, str) else value for name, value in event.items()}
    return json.dumps(plain, default=lambda value: redacted(str(value)))


def _as_text(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """One line; what people typed cannot begin another one, and a traceback stands indented below."""
    trace = str(event.pop("exception", "")).splitlines()
    head = f"{event.pop('at')} {event.pop('level'):7} {event.pop('logger')}: {event.pop('event')}"
    line = " ".join([head, *(f"{name}={value!r}" for name, value in event.items())])
    return "\n".join([_CONTROL.sub(_escaped, line), *(f"    {_CONTROL.sub(_escaped, part)}" for part in trace)])


def _escaped(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
