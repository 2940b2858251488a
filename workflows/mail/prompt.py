"""What the model is asked about an e-mail."""

from workflows.mail.state import LetterDraft, MailInput
from workflows.models import Question

_INSTRUCTIONS = """\
You write e-mails for a company called Northwind Trading. Write the one the briefing in the material asks for, in the
language of the briefing and in the tone it names, ready to be sent: a subject that says what it is about, a salutation,
the matter in short paragraphs, what the reader is to do and by when, and the signature if one is given. Plain text: no
markup, no placeholders in brackets. Promise nothing, and name no figure, date or fact, that is not in the briefing;
where something is missing, write around it and name it among the concerns."""


def question(request: MailInput) -> Question[LetterDraft]:
    """The question about one e-mail, everything typed by the requester kept apart as material."""
    material = request.model_dump(mode="json", include=set(MailInput.model_fields))
    return Question(_INSTRUCTIONS, material, LetterDraft)
