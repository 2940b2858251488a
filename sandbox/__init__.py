"""A local Slack to try an app in and to test it against; it knows nothing of the app."""

from sandbox.actor import Delivered
from sandbox.mail import Mailbox
from sandbox.manifest import UnreadableFileError
from sandbox.people import Person
from sandbox.seen import SeenMessage, SeenView
from sandbox.server import NeverHappenedError, Sandbox
from sandbox.settings import RateLimits, Settings
from sandbox.submitting import Submitted
from sandbox.suggesting import Suggested

__all__ = [
    "Delivered",
    "Mailbox",
    "NeverHappenedError",
    "Person",
    "RateLimits",
    "Sandbox",
    "SeenMessage",
    "SeenView",
    "Settings",
    "Submitted",
    "Suggested",
    "UnreadableFileError",
]
