"""Letters by e-mail: written down safely, and given to a mail server once."""

from workflows.letters.letter import (
    LONGEST_BODY,
    LONGEST_SUBJECT,
    Letter,
    Unsendable,
    addresses,
    domain_of,
    message_id,
    sound_body,
    sound_subject,
)
from workflows.letters.sending import MaybeSent, NotSent, Sent, send, sent_of
from workflows.letters.server import MailServer, NoMailServer, Tls, mail_server

__all__ = [
    "LONGEST_BODY",
    "LONGEST_SUBJECT",
    "Letter",
    "MailServer",
    "MaybeSent",
    "NoMailServer",
    "NotSent",
    "Sent",
    "Tls",
    "Unsendable",
    "addresses",
    "domain_of",
    "mail_server",
    "message_id",
    "send",
    "sent_of",
    "sound_body",
    "sound_subject",
]
