"""The list of words that screens content where no model is set up, and that a model's all-clear has to agree with.

Each category has words beyond doubt (0.95) and words that make it borderline (0.55). Spam: two links or more, or a
phrase of the trade, 0.55; both, 0.95. Self-harm is 0.60 at most, as people always look at it. A text that speaks to
the screening itself, such as “ignore your instructions”, is 0.50 spam. Blanks, characters that cannot be seen and
letters of other widths hide no word. It is 0.90 sure of what it finds, and of nothing
in a short text, and 0.60 sure of nothing in a text above 600 characters.
"""

import re

from workflows.moderation.state import Category, Flag, ModerationInput, Screening
from workflows.words import plain

_BEYOND_DOUBT, _BORDERLINE, _SELF_HARM, _INSTRUCTING = 0.95, 0.55, 0.60, 0.50
_SURE, _UNSURE, _LONG = 0.90, 0.60, 600

_WORDS: tuple[tuple[Category, float, str], ...] = (
    (Category.HATE, _BEYOND_DOUBT, r"(are|is) (vermin|subhuman)|(should|must) all be (deported|shot|gassed)"),
    (Category.HATE, _BORDERLINE, r"go back to (your|their) (own )?country|those people are all"),
    (Category.HARASSMENT, _BEYOND_DOUBT, r"i (will|am going to) (kill|hurt|find) you|you (should|deserve to) die"),
    (Category.HARASSMENT, _BORDERLINE, r"(idiot|moron|stupid|loser|pathetic|shut up|disgusting)\w*"),
    (Category.MISINFORMATION, _BEYOND_DOUBT, r"drink(ing)? bleach (cures|kills)|vaccines (contain|have) microchips"),
    (
        Category.MISINFORMATION,
        _BORDERLINE,
        r"doctors (hide|don.t want)|miracle cure|(election|vote) was (stolen|rigged)",
    ),
    (Category.NSFW, _BEYOND_DOUBT, r"(xxx|porn\w*) (videos?|pics?|pictures|clips?)"),
    (Category.NSFW, _BORDERLINE, r"(porn|nude|nudes|nsfw|sexy|onlyfans)"),
    (
        Category.SELF_HARM,
        _SELF_HARM,
        r"kill (myself|yourself)|end (it all|my life)|hurt(ing)? myself|want to die|suicid\w+",
    ),
    (
        Category.SPAM,
        _INSTRUCTING,
        r"(ignore|forget|disregard|override) (\w+ ){0,5}(instructions|rules|prompt)|you are now in \w+ mode|system: "
        r"|role\W{1,5}system",
    ),
)
_TRADE = r"(buy now|click here|limited offer|free money|act now|earn \S+ (a|per) (day|week)|100% free|crypto giveaway)"
_LINK = re.compile(r"https?://", re.IGNORECASE)


def screen(request: ModerationInput) -> Screening:
    """The screening of the rule above; the same for the same content, every time."""
    content = plain(request.content)
    flags = [*_listed(content), *_spam(content)]
    is_sure = bool(flags) or len(request.content) <= _LONG
    return Screening(
        flags=flags,
        confidence=_SURE if is_sure else _UNSURE,
        reasoning="It has what is on the list of words." if flags else "Nothing on the list of words was found.",
    )


def _listed(content: str) -> list[Flag]:
    """The worst finding of each category."""
    found: dict[Category, Flag] = {}
    for category, severity, words in _WORDS:
        match = re.search(rf"\b(?:{words})\b", content, re.IGNORECASE)
        if match and category not in found:
            found[category] = Flag(category=category, severity=severity, evidence=f"It says “{match[0]}”.")
    return list(found.values())


def _spam(content: str) -> list[Flag]:
    phrase = re.search(rf"\b{_TRADE}", content, re.IGNORECASE)
    links = len(_LINK.findall(content))
    if not phrase and links < 2:
        return []
    parts = [f"it says “{phrase[0]}”"] if phrase else []
    parts += [f"it has {links} links"] if links else []
    severity = _BEYOND_DOUBT if phrase and links else _BORDERLINE
    return [Flag(category=Category.SPAM, severity=severity, evidence=f"Here {' and '.join(parts)}.")]
