"""Hearsay: words in a thread that sound like an answer, and never are one."""

import re

LONGEST = 80
_MARKUP = re.compile(r"<[^<>]*>")
_SIGNS = re.compile(
    r"[👍✅✔☑👌🆗🚀👎❌🚫⛔🛑]|(?<![\w+-])[+-]1(?!\w)|:(?:\+1|thumbsup|-1|thumbsdown|white_check_mark|heavy_check_mark|"
    r"ballot_box_with_check|ok_hand|ok|ship|rocket|x|no_entry|no_entry_sign):(?::skin-tone-\d:)?"
)
_PHRASES = re.compile(
    r"\b(?:looks? (?:good|fine|great)|sounds good|go ahead|go for it|good to go|do it|sign(?:ed|ing)? off|"
    r"thumbs (?:up|down)|in ordnung|passt(?: so)?)\b"
)
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SIGNAL = re.compile(
    r"approv(?:e|es|ed|ing)|accept(?:ed)?|agreed?|confirm(?:ed)?|lgtm|ok|okay|ship|shipit|reject(?:s|ed|ing)?|"
    r"declined?|deny|denied|veto(?:ed)?|refused?|genehmigt?e?|freigegeben|freigabe|einverstanden|angenommen|abgelehnt"
)
_FILLER = re.compile(
    r"i|we|it|this|that|these|to|me|us|from|by|for|the|is|are|of|my|our|side|end|and|so|yes|no|not|do|don['’]?t|never|"
    r"now|then|here|thanks|thank|you|all|both|hereby|fully|go|ich|wir|es|das|dies|ist|von|mir|uns|ja|nein|nicht|danke"
)


def sounds_like_an_answer(message: str) -> bool:
    """Whether a message, as Slack sends it, is short and reads as consent or refusal and as nothing else.

    A question does not, and neither does one that says anything more: a false alarm would teach people to ignore it.
    """
    said = _MARKUP.sub(" ", message).strip().casefold()
    if not said or len(said) > LONGEST or "?" in said:
        return False
    bare, signs = _SIGNS.subn(" ", said)
    rest, phrases = _PHRASES.subn(" ", bare)
    words = _WORDS.findall(rest)
    signals = [word for word in words if _SIGNAL.fullmatch(word)]
    others = [word for word in words if not (_SIGNAL.fullmatch(word) or _FILLER.fullmatch(word))]
    return bool(signs or phrases or signals) and not others
