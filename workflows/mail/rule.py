"""The rule that writes an e-mail where no model is set up.

The subject is the briefing's first sentence, or as much of it as fits into 60 characters. The body is a salutation that
goes with the tone, the briefing in its requester's words, a closing line, and the signature.
"""

import re

from workflows.mail.state import LetterDraft, MailInput, Tone
from workflows.words import one_line, shortened

_SALUTATION = {Tone.FRIENDLY: "Hello,", Tone.FORMAL: "Dear Sir or Madam,", Tone.BRIEF: "Hello,"}
_CLOSING = {Tone.FRIENDLY: "Kind regards", Tone.FORMAL: "Yours faithfully", Tone.BRIEF: "Regards"}
_LONGEST_SUBJECT = 60
_FIGURE = re.compile(r"[€$£]?\s?\d[\d.,]*\s?(?:%|EUR|USD|GBP|CHF|days?|weeks?)?", re.IGNORECASE)


def draft(request: MailInput) -> LetterDraft:
    """The letter of the rule above; the same for the same briefing, every time."""
    briefing = request.briefing.strip()
    parts = [_SALUTATION[request.tone], briefing, _CLOSING[request.tone] + ("," if request.signature else "")]
    signature = f"\n{one_line(request.signature)}" if request.signature else ""
    return LetterDraft(
        subject=_subject(briefing),
        body="\n\n".join(parts) + signature,
        note="It says what the briefing says, in the requester's own words.",
        concerns=_concerns(briefing),
    )


def _subject(briefing: str) -> str:
    first = one_line(re.split(r"(?<=[.!?])\s|\n", briefing, maxsplit=1)[0]).rstrip(".")
    return shortened(first, _LONGEST_SUBJECT)


def _concerns(briefing: str) -> list[str]:
    figures = [found.strip() for found in _FIGURE.findall(briefing)][:5]
    return [f"It names figures that somebody should check: {', '.join(figures)}."] if figures else []
