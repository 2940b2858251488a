"""What can be checked of a contract's text without judging it, whoever wrote it."""

import re

from bot.review import Check, CheckStatus
from workflows.contract.state import ContractInput
from workflows.words import one_line

_CLAUSES = {
    "Term and notice": re.compile(r"\b(terminat|notice|end it|cancel)", re.IGNORECASE),
    "Liability": re.compile(r"\bliab", re.IGNORECASE),
    "Law and venue": re.compile(r"\b(law|jurisdiction|venue)\b", re.IGNORECASE),
}
_OPEN = re.compile(r"\[[^\]\n]{0,60}\]|\bTBD\b|\bto be agreed\b", re.IGNORECASE)


def checks(request: ContractInput, text: str) -> tuple[Check, ...]:
    """Whether the other side is named, the usual clauses are there, and nothing was left open."""
    named = one_line(request.counterparty).casefold() in one_line(text).casefold()
    missing = [name for name, sign in _CLAUSES.items() if not sign.search(text)]
    left_open = _OPEN.findall(text)
    return (
        _check("Counterparty", named, "It is named in the text.", "The text does not name it."),
        _check("Usual clauses", not missing, "All of them are there.", f"Missing: {', '.join(missing)}."),
        _check("Nothing left open", not left_open, "No blanks.", f"Left open: {', '.join(left_open[:5])}."),
    )


def _check(name: str, is_fine: bool, fine: str, wrong: str) -> Check:
    return Check(name=name, status=CheckStatus.PASS if is_fine else CheckStatus.WARN, detail=fine if is_fine else wrong)
