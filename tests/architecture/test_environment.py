""".env.example shows exactly the settings there are, with the defaults they have."""

import re

from dotenv import dotenv_values

from bot.settings import VARIABLES, Settings
from tests.architecture.tree import ROOT, sources

EXAMPLE = ROOT / ".env.example"
NAME = re.compile(r"(?:COUNTERSIGN|SLACK|OPENAI|SMTP)_[A-Z_]*[A-Z]")


def shown() -> dict[str, str]:
    """Every variable in the example and its value, those behind a # too."""
    found = re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE.read_text(), flags=re.MULTILINE)
    assert len(dict(found)) == len(found)
    return dict(found)


def read_by_workflows() -> set[str]:
    return {text for source in sources("workflows") for text in source.texts() if NAME.fullmatch(text)}


def test_every_setting_is_in_the_example_and_no_other() -> None:
    assert set(shown()) == {variable.name for variable in VARIABLES} | read_by_workflows()


def test_every_setting_is_explained_by_one_line_above_it() -> None:
    lines = EXAMPLE.read_text().splitlines()
    above = {line: lines[number - 1] for number, line in enumerate(lines) if re.match(r"#?[A-Z_]+=", line)}
    assert not [line for line, words in above.items() if not words.startswith("# ")]


def test_the_example_shows_the_defaults() -> None:
    defaults = Settings.read({}, serving=False)
    without_default = {"COUNTERSIGN_OPERATORS_CHANNEL", "COUNTERSIGN_HEALTH_PORT"}
    environ = {name: value for name, value in shown().items() if name not in without_default}
    assert Settings.read(environ, serving=False) == defaults


def test_the_example_as_it_is_sets_nothing() -> None:
    assert not any(dotenv_values(EXAMPLE, interpolate=False).values())
