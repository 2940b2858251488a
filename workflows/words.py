"""The sentences that workflows share: how a question ended without consent, and amounts of money."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from bot.review import Cause, Decision

_ROUNDABLE = 10**15


def one_line(text: str) -> str:
    """The text with its blanks and line ends collapsed."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """The text on one line as rules search it: characters that cannot be seen are gone, look-alikes of letters plain.

    So nobody passes a list of words by two blanks, a soft hyphen or letters in double width.
    """
    folded = unicodedata.normalize("NFKC", text).replace("’", "'")
    return one_line("".join(char for char in folded if unicodedata.category(char) != "Cf"))


def sentence(text: str) -> str:
    """The text on one line, with a full stop where nothing else ends it; empty where it is blank."""
    line = one_line(text)
    return line if not line or line.endswith((".", "!", "?", "…")) else f"{line}."


def shortened(text: str, longest: int) -> str:
    """The text on one line, cut with a mark where it is longer than so many characters."""
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def capital(words: str) -> str:
    """The words with a capital letter at the start, and otherwise as they are."""
    return f"{words[:1].upper()}{words[1:]}"


def listed(parts: Sequence[str]) -> str:
    """The parts with commas between, and `and` before the last."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def because(decision: Decision) -> str:
    """The reason as a sentence to be put behind another; empty where none was given."""
    return f" Reason: {sentence(decision.reason)}" if decision.reason.strip() else ""


def declined(decision: Decision, what: str, so: str) -> str:
    """One or two sentences for a decision that is no consent.

    `what` names what was asked about, such as `the plan for ACME`; `so` says what was not done, as a clause.
    """
    if decision.cause is Cause.TIMEOUT:
        return f"Nobody signed for {what} in time, so {so}."
    if decision.cause is Cause.OUTAGE:
        return f"Nobody could be asked about {what}, as Slack was out of reach, so {so}."
    return f"{capital(what)} was rejected, so {so}.{because(decision)}"


def euros(amount: float) -> str:
    """The amount without rounding, such as `12,500 EUR` or `49.90 EUR`."""
    return money(amount, "EUR")


def money(amount: float, currency: str) -> str:
    """The amount without rounding, such as `12,500 GBP` or `49.90 GBP`; what is no amount stays as it is."""
    exact = Decimal(str(amount))
    if not exact.is_finite():
        return f"{amount} {currency}"
    if exact == exact.to_integral_value():
        return f"{int(exact):,} {currency}"
    cents = exact.quantize(Decimal("0.01")) if abs(exact) < _ROUNDABLE else exact
    return f"{cents if cents == exact else exact:,f} {currency}"
