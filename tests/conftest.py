"""What holds for every test: an exception is logged as it is in earnest, without drawing every variable it passed."""

import pytest
import structlog
from structlog.dev import ConsoleRenderer, plain_traceback

_PROCESSORS = [*structlog.get_config()["processors"][:-1], ConsoleRenderer(exception_formatter=plain_traceback)]


@pytest.fixture(autouse=True)
def logging_plainly() -> None:
    structlog.configure(processors=_PROCESSORS)
