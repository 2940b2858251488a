"""How the code reads: sizes, nesting, names and docstrings."""

import ast
from collections import Counter

from tests.architecture.tree import PACKAGES, ROOT, Source, length_of, nesting_of, sources

FUNCTION_LINES = 45
FILE_LINES = 350
NESTING = 3
EXAMPLE = '''
@decorated
def example(x):
    """Two lines

    and a docstring."""
    if x:
        pass
    elif not x:
        for _ in x:
            pass
    return lambda: [
        1 for _ in x
    ]
'''
VAGUE = {"base", "common", "helper", "helpers", "manager", "managers", "service", "services", "util", "utils"}


def test_no_function_is_too_long() -> None:
    found = [
        f"{source.place}:{function.lineno} {function.name}: {length_of(function)} lines"
        for source in sources(*PACKAGES)
        for function in source.functions()
        if length_of(function) > FUNCTION_LINES
    ]
    assert not found


def test_no_function_is_nested_too_deeply() -> None:
    found = [
        f"{source.place}:{function.lineno} {function.name}: {nesting_of(function)} deep"
        for source in sources(*PACKAGES)
        for function in source.functions()
        if nesting_of(function) > NESTING
    ]
    assert not found


def test_no_file_is_too_long() -> None:
    assert not [f"{source.place}: {source.lines}" for source in sources(*PACKAGES) if source.lines > FILE_LINES]


def test_no_two_files_of_the_bot_share_a_name() -> None:
    counts = Counter(source.path.name for source in sources("bot") if source.path.name != "__init__.py")
    assert not [name for name, count in counts.items() if count > 1]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [
        source.place for source in sources(*PACKAGES) if VAGUE & {*source.path.relative_to(ROOT).with_suffix("").parts}
    ]


def test_every_module_says_in_one_line_what_it_is() -> None:
    first_lines = {source.place: (ast.get_docstring(source.tree) or "").split("\n")[0] for source in sources(*PACKAGES)}
    assert not [place for place, line in first_lines.items() if not line.endswith(".")]


def test_the_measure_counts_what_it_says() -> None:
    [function] = Source(ROOT / "x.py", 0, ast.parse(EXAMPLE)).functions()
    assert (length_of(function), nesting_of(function)) == (9, 2)
