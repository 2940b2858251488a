"""What a word that an author offers as an answer means, and the button that stands for it."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Final

from bot.approvals.ask import Kind
from bot.approvals.values import clipped, whole

LONGEST_LABEL: Final = 30
_LONGEST_ID = 40


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CONSENT = _set("""
    accept accepted accepts agree agreed ahead allow allowed apply approve approved approves authorise authorised
    authorize authorized commit confirm confirmed continue deploy execute finalise finalize go grant granted launch
    lgtm merge ok okay pay permit proceed publish release run send ship sign submit y yes
""")
_REFUSAL = _set("abort aborted block blocked cancel canceled cancelled discard forbid n no nope stop terminate")
_REJECTION = _set("""
    declined decline denied deny disallow disapprove disapproved refuse refused reject rejected rejects veto vetoed
""")
# Understood, and neither consent nor refusal.
_NEITHER = _set("""
    abstain answer ask back changes clarify comment defer delay discuss escalate feedback flag flagged hold ignore info
    information later maybe more other pause postpone question redo regenerate reply respond response retry return
    review skip snooze unclear unsure wait
""")
_REPLACING = _set("""
    adjust adjusted amend amended change changed correct corrected edit edited modify modified override replace replaced
    revise revised rewrite update updated
""")
_WANTING_WORDS = _REPLACING | _set("answer ask clarify comment feedback reply respond response")
_REASONS = _set("""
    comment comments explanation feedback instruction instructions justification message note notes question questions
    rationale reason reasons remark remarks why
""")
_NEGATION = _set("dont never not")
# What a button says to do; the answer is the word as its author wrote it.
_IMPERATIVES: Mapping[str, str] = {
    "approved": "Approve",
    "accepted": "Accept",
    "confirmed": "Confirm",
    "rejected": "Reject",
    "denied": "Deny",
    "declined": "Decline",
    "modified": "Modify",
    "edited": "Edit",
}
# What goes with a word and leaves its meaning as it is; the objects do so only where nothing else could be meant.
_BESIDES = _set("a all always an and as do i is it now once please that the them this to we with")
_OBJECTS = _set("""
    action changes comment comments conditions draft drafted edits feedback modifications note notes off plan proposed
    reason request
""")


def kind_of(word: str) -> Kind:
    """The kind of answer a word gives: consent or refusal where all of it says so, and neutral in every other case.

    `cancel the order` refuses nothing, as it may be what the step is for; silence would else bring it about.
    """
    said = _words(word)
    core = frozenset(said) - _BESIDES - _NEGATION
    if not core - _OBJECTS:
        return Kind.NEUTRAL
    is_negated = not _NEGATION.isdisjoint(said)
    if core <= _CONSENT | _OBJECTS:
        return Kind.REJECT if is_negated else Kind.APPROVE
    refuses = core <= _REFUSAL and (len(said) == 1 or "no" not in core)
    return Kind.REJECT if not is_negated and (refuses or core <= _REJECTION | _OBJECTS) else Kind.NEUTRAL


def kind_with_text(word: str, about: str) -> Kind:
    """The kind of an answer that people write a text for; `about` is what its author calls the text.

    Who writes what takes the place of a draft consents to it; feedback on the draft is no consent.
    """
    return Kind.APPROVE if replaces(word) and not is_reason(about) else kind_of(word)


def is_known(word: str) -> bool:
    """Whether what the word means is understood, be it neither consent nor refusal."""
    return kind_of(word) is not Kind.NEUTRAL or not (_NEITHER | _REPLACING).isdisjoint(_words(word))


def wants_words(word: str) -> bool:
    """Whether an answer by this word says nothing without further words, such as `edit`."""
    return not _WANTING_WORDS.isdisjoint(_words(word))


def replaces(word: str) -> bool:
    """Whether the word is for changing what was proposed, such as `modified`."""
    return not _REPLACING.isdisjoint(_words(word))


def is_reason(name: str) -> bool:
    """Whether a text of this name says why, or what people think, rather than what is to be."""
    return not _REASONS.isdisjoint(_words(name))


def action_id(word: str, kind: Kind, taken: Collection[str] = ()) -> str:
    """An action's id for the word, none of those taken, and none that stands for another kind."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    said = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    named = said if said[:1].isalpha() else f"option_{said}".rstrip("_")
    own = f"answer_{named}" if named in set(Kind) and named != kind else named
    return _free(own[:_LONGEST_ID].rstrip("_"), taken)


def label_of(word: str) -> str:
    """What the button for a word says: the word itself, cut where there is no room for all of it."""
    said = " ".join(whole(word).replace("_", " ").split()) or "Answer"
    said = _IMPERATIVES.get(said.casefold(), said)
    said = said[:1].upper() + said[1:]
    return clipped(said, LONGEST_LABEL)


def _free(name: str, taken: Collection[str]) -> str:
    numbered = (f"{name[: _LONGEST_ID - 4].rstrip('_')}_{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)


def _words(text: str) -> list[str]:
    """The words of a text in small letters; `don't` is one word."""
    return re.findall(r"[^\W_]+", re.sub(r"['’]", "", text).casefold())
