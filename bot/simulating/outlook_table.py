"""An outlook as a table for people: why it is as it is, the ladder, and what else should be known."""

import textwrap
from collections.abc import Sequence
from itertools import zip_longest

from bot.simulating.happenings import happenings
from bot.simulating.outlook import Outlook
from bot.simulating.reasons import notes, why
from bot.simulating.spans_said import WallClock, span_said

_HEADS = ("When", "After", "What happens", "Who is asked", "Agree", "Heard in", "Until")
_WIDEST = (30, 20, 44, 36, 20, 24, 30)
_GAP = "  "


def table(outlook: Outlook) -> str:
    """The whole outlook, for a terminal."""
    said = [_line(reason) for reason in why(outlook)]
    known = [_line(note) for note in notes(outlook)]
    supposed = outlook.supposed
    year = supposed.at.astimezone(supposed.zone).year
    ladder = [f"All times are in {supposed.zone.key}; it begins in {year}.", "", *_drawn(_rows(outlook))]
    return plain("\n".join([_asked(outlook), *said, "", *ladder, *(["", *known] if known else [])]))


def plain(text: str) -> str:
    """The text without what would move a terminal's cursor or turn its writing round."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)


def _asked(outlook: Outlook) -> str:
    supposed, ask = outlook.supposed, outlook.supposed.ask
    told = [f"{name} {value:.15g}" for name, value in ask.measures.items()]
    told += [f"risk {ask.risk}"] if ask.risk else []
    told += ["urgency high"] if ask.urgency == "high" else []
    told += [f"step {ask.step}"] if ask.step else []
    told += [f"asked by {supposed.requester}"] if supposed.requester else []
    told += [f"from {supposed.channel}"] if supposed.channel else []
    return f"A request of the workflow {', '.join([supposed.workflow, *told])}."


def _line(sentence: str) -> str:
    return textwrap.fill(sentence, 118, initial_indent="- ", subsequent_indent="  ")


def _rows(outlook: Outlook) -> list[Sequence[str]]:
    happened = happenings(outlook)
    ends = [happening.until for happening in happened if happening.until]
    clock = WallClock.over(outlook.supposed.zone, [*(happening.at for happening in happened), *ends])
    return [
        (
            clock.shows(happening.at),
            span_said(happening.at - outlook.supposed.at) if happening.at > outlook.supposed.at else "at once",
            happening.what,
            happening.who,
            happening.agree,
            happening.heard,
            clock.shows(happening.until) if happening.until else "",
        )
        for happening in happened
    ]


def _drawn(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows below their heads, the cells of a row as wide as the column needs and wrapped where it is too wide."""
    wrapped = [
        [textwrap.wrap(cell, most, break_on_hyphens=False) or [""] for cell, most in zip(row, _WIDEST, strict=True)]
        for row in rows
    ]
    widths = [
        max(len(head), *(len(line) for row in wrapped for line in row[column])) for column, head in enumerate(_HEADS)
    ]
    drawn = [_row(_HEADS, widths), _row(["-" * width for width in widths], widths)]
    for row in wrapped:
        drawn += [_row(cells, widths) for cells in zip_longest(*row, fillvalue="")]
    return drawn


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
