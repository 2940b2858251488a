"""The rules of the linter: what each finds, and what it leaves alone."""

import textwrap
import time
from pathlib import Path

import pytest

from bot.linting.findings import Finding, Rule
from bot.linting.scanning import lint

HEAD = """\
import os, random, time, uuid, requests, contextlib
from datetime import datetime
from langgraph.types import interrupt
from langgraph.errors import GraphInterrupt
from langgraph.func import task
from bot import review
from bot.review import Ask, ask, effect, roll_back

"""


def found(tmp_path: Path, body: str, head: str = HEAD) -> list[Finding]:
    """What the linter finds in a file of that body."""
    (tmp_path / "graph.py").write_text(head + textwrap.dedent(body))
    return lint([tmp_path])


def rules(tmp_path: Path, body: str, head: str = HEAD) -> list[Rule]:
    """The rules that the file breaks, in the order of its lines."""
    return [finding.rule for finding in found(tmp_path, body, head)]


EFFECTS = {
    "a request": "requests.post('https://x', json=state)",
    "of a client": "client.post('/refunds')",
    "a file": "open('log', 'a').write('x')",
    "a path": "path.write_text('x')",
    "a statement": "db.execute('insert into t values (1)')",
    "a commit": "db.commit()",
    "a process": "os.system('ls')",
    "a mail": "server.send_message(mail)",
    "inside of another call": "print(requests.delete('https://x'))",
    "in a comprehension": "[client.put(x) for x in state['all']]",
}
HARMLESS = {
    "a look": "db.execute('select 1')",
    "a file that is read": "open('log').read()",
    "a path that is read": "path.read_text()",
    "a lambda": "later = lambda: requests.post('x')",
    "an effect that is done once": "await effect('pay', lambda: requests.post('x'))",
    "a word": "print('requests.post')",
    "a definition": "def later(): requests.post('x')",
}
UNSETTLED = {
    "a random number": "random.random()",
    "the time": "datetime.now()",
    "the seconds": "time.time()",
    "a name that is new": "uuid.uuid4()",
    "a model": "llm.invoke('draft')",
    "a model that is waited for": "await llm.ainvoke('draft')",
}
SWALLOWED = {
    "Exception": "except Exception:\n    pass",
    "everything": "except:\n    pass",
    "BaseException": "except BaseException as error:\n    log(error)",
    "one of several": "except (ValueError, Exception):\n    return {}",
    "the interrupt itself": "except GraphInterrupt:\n    return {}",
    "raised on one way only": "except Exception as error:\n    if state:\n        raise\n    return {}",
    "after narrower ones": "except ValueError:\n    raise\nexcept Exception:\n    pass",
    "by leaving at the end": "finally:\n    return {}",
}
LET_THROUGH = {
    "narrow": "except ValueError:\n    pass",
    "raised again": "except Exception:\n    log()\n    raise",
    "raised before": "except GraphInterrupt:\n    raise\nexcept Exception:\n    pass",
    "raised on both ways": "except Exception:\n    if state:\n        raise\n    else:\n        raise ValueError",
    "only tidied up": "finally:\n    log()",
}


def step(*lines: str, ask: str = "answer = interrupt('Pay?')") -> str:
    """A step that does these lines before it asks."""
    body = textwrap.indent("\n".join([*lines, ask, "return {}"]), "    ")
    return f"async def step(state):\n{body}\n"


@pytest.mark.parametrize("line", EFFECTS.values(), ids=EFFECTS)
def test_an_effect_before_an_ask_is_found(tmp_path: Path, line: str) -> None:
    assert rules(tmp_path, step(line)) == [Rule.EFFECT]


@pytest.mark.parametrize("line", EFFECTS.values(), ids=EFFECTS)
def test_an_effect_after_the_ask_is_left_alone(tmp_path: Path, line: str) -> None:
    assert rules(tmp_path, step("answer = interrupt('Pay?')", ask=line)) == []


@pytest.mark.parametrize("line", HARMLESS.values(), ids=HARMLESS)
def test_what_changes_nothing_is_left_alone(tmp_path: Path, line: str) -> None:
    assert rules(tmp_path, step(line)) == []


@pytest.mark.parametrize("line", UNSETTLED.values(), ids=UNSETTLED)
def test_what_comes_out_anew_each_time_is_found_before_an_ask(tmp_path: Path, line: str) -> None:
    assert rules(tmp_path, step(line)) == [Rule.UNSETTLED]
    assert rules(tmp_path, step(ask=f"interrupt({{'at': {line}}})")) == [Rule.UNSETTLED]


@pytest.mark.parametrize(
    "asking",
    ["interrupt('Pay?')", "ask(Ask(title='Pay?'))", "review.ask(Ask(title='Pay?'))", "types.interrupt('Pay?')"],
)
def test_an_ask_is_known_however_it_was_imported(tmp_path: Path, asking: str) -> None:
    head = HEAD + "from langgraph import types\n"
    assert rules(tmp_path, step("requests.post('x')", ask=asking), head) == [Rule.EFFECT]


def test_a_function_of_somebody_elses_that_is_called_interrupt_is_no_ask(tmp_path: Path) -> None:
    head = "import requests\nfrom machines import interrupt\n"
    assert rules(tmp_path, step("requests.post('x')"), head) == []


def test_ways_that_exclude_each_other_do_not_count_for_one_another(tmp_path: Path) -> None:
    body = """\
    def step(state):
        if state["small"]:
            requests.post("x")
        else:
            interrupt("Pay?")
        return {}
    """
    assert rules(tmp_path, body) == []


def test_what_ends_the_step_comes_before_nothing(tmp_path: Path) -> None:
    body = """\
    def step(state):
        if state["small"]:
            requests.post("x")
            return {}
        interrupt("Pay?")
    """
    assert rules(tmp_path, body) == []


def test_what_follows_an_ask_in_a_loop_comes_before_the_next(tmp_path: Path) -> None:
    body = """\
    def step(state):
        while True:
            if interrupt("Pay?") == "yes":
                break
            requests.post("x")
        return {}
    """
    assert rules(tmp_path, body) == [Rule.EFFECT]


def test_what_a_match_or_a_with_does_counts(tmp_path: Path) -> None:
    body = """\
    def step(state):
        match state["kind"]:
            case "a":
                requests.post("x")
        with lock:
            client.put("y")
        return {"answer": interrupt("Pay?")}
    """
    assert rules(tmp_path, body) == [Rule.EFFECT, Rule.EFFECT]


def test_what_is_tried_may_have_happened_when_a_handler_asks(tmp_path: Path) -> None:
    body = """\
    def step(state):
        try:
            requests.post("x")
        except ValueError:
            interrupt("It failed. Again?")
        return {}
    """
    assert rules(tmp_path, body) == [Rule.EFFECT]


def test_functions_are_known_for_what_they_do_inside(tmp_path: Path) -> None:
    body = """\
    def pay(state):
        send(state)

    def send(state):
        requests.post("x")

    def approval(state):
        return interrupt("Pay?")

    def step(state):
        pay(state)
        return approval(state)
    """
    [finding] = found(tmp_path, body)
    assert (finding.rule, "`pay`" in finding.words) == (Rule.EFFECT, True)


def test_functions_of_other_files_are_known_too(tmp_path: Path) -> None:
    package = tmp_path / "flows"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "paying.py").write_text("import requests\ndef pay(): requests.post('x')\n")
    (package / "graph.py").write_text(
        "from langgraph.types import interrupt\nfrom .paying import pay\ndef step(s):\n    pay()\n    interrupt('?')\n"
    )
    [finding] = lint([package])
    assert (Path(finding.path).name, finding.line, finding.rule) == ("graph.py", 4, Rule.EFFECT)


def test_a_task_is_remembered_and_may_stand_before_an_ask(tmp_path: Path) -> None:
    body = """\
    @task
    def pay(state):
        requests.post("x")

    def step(state):
        pay(state).result()
        return interrupt("Fine?")
    """
    assert rules(tmp_path, body) == []


def test_the_steps_of_a_class_are_looked_at(tmp_path: Path) -> None:
    body = """\
    class Agent:
        def step(self, state):
            requests.post("x")
            return interrupt("Pay?")
    """
    assert rules(tmp_path, body) == [Rule.EFFECT]


def tried(handlers: str) -> str:
    """A step that asks where these handlers follow."""
    body = f"try:\n    answer = interrupt('Pay?')\n{handlers}\nreturn {{}}"
    return f"def step(state):\n{textwrap.indent(body, '    ')}\n"


@pytest.mark.parametrize("handlers", SWALLOWED.values(), ids=SWALLOWED)
def test_an_ask_that_is_swallowed_is_found(tmp_path: Path, handlers: str) -> None:
    assert rules(tmp_path, tried(handlers)) == [Rule.SWALLOWED]


@pytest.mark.parametrize("handlers", LET_THROUGH.values(), ids=LET_THROUGH)
def test_an_ask_that_comes_out_of_its_try_is_left_alone(tmp_path: Path, handlers: str) -> None:
    assert rules(tmp_path, tried(handlers)) == []


def test_an_ask_that_is_suppressed_is_found(tmp_path: Path) -> None:
    body = """\
    def step(state):
        with contextlib.suppress(Exception):
            interrupt("Pay?")
        with contextlib.suppress(KeyError):
            interrupt("Pay?")
    """
    assert [(finding.rule, finding.line) for finding in found(tmp_path, body)] == [(Rule.SWALLOWED, 10)]


STATES = """\
import sqlite3, threading
from typing import Annotated, Callable, TypedDict
from langgraph.graph import StateGraph
from operator import add

class State(TypedDict):
    name: str
    notes: Annotated[list[str], add]
    connection: sqlite3.Connection
    done: "Callable[[], None]"
    lock: dict[str, threading.Lock]

class Other(TypedDict):
    lock: threading.Lock

def step(state: State):
    return {"name": "x", "file": open("x"), "rest": (x for x in []), "call": lambda: 1}

def none(x: int):
    return {"name": lambda: 1}

graph = StateGraph(State)
"""


def test_what_no_checkpoint_can_hold_is_found_in_the_state_and_in_what_is_given_to_it(tmp_path: Path) -> None:
    findings = found(tmp_path, STATES, head="")
    assert {finding.rule for finding in findings} == {Rule.UNSAVABLE}
    assert [(finding.line, finding.words.split("`")[1]) for finding in findings] == [
        *((9, "connection"), (10, "done"), (11, "lock")),
        *((17, "call"), (17, "file"), (17, "rest")),
    ]


def test_stopping_without_a_question_is_found(tmp_path: Path) -> None:
    body = """\
    graph = builder.compile(interrupt_before=["pay"])
    fine = builder.compile(interrupt_before=[], interrupt_after=None)
    def compiled(interrupt_before): return builder.compile(interrupt_before=interrupt_before)
    """
    assert rules(tmp_path, body) == [Rule.STATIC]


def test_a_comment_on_the_line_allows_a_rule_by_name(tmp_path: Path) -> None:
    line = "requests.post('x')  # countersign: allow {}"
    assert rules(tmp_path, step(line.format("effect-before-ask"))) == []
    assert rules(tmp_path, step(line.format("static-interrupt, effect-before-ask"))) == []
    assert rules(tmp_path, step(line.format("unsettled-before-ask"))) == [Rule.EFFECT]


WITHIN = """\
def build(client):
    def node(state):
        client.post("x")
        return interrupt("q")
    return node

class First:
    def __call__(self, state):
        self._send()
        return self._question()

    def _send(self):
        requests.post("x")

    def _question(self):
        return interrupt("q")

class Second:
    def __call__(self, state):
        requests.post("y")
        return interrupt("q")

if HEAD:
    def guarded(state):
        os.system("ls")
        return interrupt("q")
"""


def test_steps_within_functions_classes_and_conditions_are_looked_at(tmp_path: Path) -> None:
    findings = found(tmp_path, WITHIN)
    assert {finding.rule for finding in findings} == {Rule.EFFECT}
    acting = [finding.words.split("`")[1] for finding in findings]
    assert acting == ["client.post", "self._send", "requests.post", "os.system"]


def test_a_name_that_several_functions_have_says_nothing_of_what_it_does(tmp_path: Path) -> None:
    body = """\
    def first():
        def note(): requests.post("x")
    def second():
        def note(): pass
    def node(state):
        note()
        return interrupt("q")
    """
    assert rules(tmp_path, body) == []


def test_loops_within_loops_are_followed_at_once(tmp_path: Path) -> None:
    loops = "".join(f"{'  ' * depth}for one in state:\n" for depth in range(1, 19))
    begun = time.process_time()
    body = f"def node(state):\n{loops}{'  ' * 19}requests.post(interrupt(one))\n"
    assert rules(tmp_path, body) == [Rule.EFFECT]
    assert time.process_time() - begun < 5
