"""Whether the diff changes tests along with the code they are for."""

import re
from pathlib import PurePosixPath

from workflows.deploy.diffs import FileChange
from workflows.deploy.probes.finding import Change, Finding, Status, counted, listed

_CODE = frozenset({".c", ".cpp", ".cs", ".go", ".java", ".js", ".kt", ".php", ".py", ".rb", ".rs", ".swift", ".ts"})
_TEST_PATH = re.compile(r"(^|/)(tests?|spec)/|(^|/)test_[^/]*$|[._-](test|spec)\.[a-z]+$")
_TEST_CASE = re.compile(r"^\s*(async\s+)?(def test_|func Test|it\(|test\(|@Test\b|#\[test\])")


def probe(change: Change) -> Finding:
    """Fail when more test cases go than come, else warn: what was not run has not passed."""
    code = [file for file in change.files if PurePosixPath(file.path).suffix in _CODE]
    tests = [file for file in code if _TEST_PATH.search(file.path)]
    sources = [file for file in code if file not in tests]
    gone, come = _cases(tests)
    if gone > come:
        return Finding(Status.FAIL, f"No test was run; the diff removes {counted(gone, 'test case')} and adds {come}.")
    untested = [file.path for file in sources if not _is_named(file, tests)]
    words = (
        "No test was run, as there is no checkout here; looked for changed tests that name the changed code instead: "
        f"{len(sources) - len(untested)} of {counted(len(sources), 'source file')}"
    )
    return Finding(Status.WARN, f"{words}; not {listed(untested)}." if untested else f"{words}.")


def _cases(tests: list[FileChange]) -> tuple[int, int]:
    """How many test cases go, and how many come."""
    gone = sum(bool(_TEST_CASE.match(line)) for file in tests for line in file.removed)
    return gone, sum(bool(_TEST_CASE.match(line)) for file in tests for line in file.added)


def _is_named(source: FileChange, tests: list[FileChange]) -> bool:
    word = re.compile(rf"(?<![A-Za-z0-9]){re.escape(PurePosixPath(source.path).stem)}(?![A-Za-z0-9])")
    return any(word.search(text) for test in tests for text in (PurePosixPath(test.path).stem, *test.added))
