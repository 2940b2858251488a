"""What an executor reports, and how it says that it would not or could not."""

from typing import Any, TypedDict


class Done(TypedDict):
    """What came of an action, in a sentence; `done` is false where it was refused and nothing happened."""

    done: bool
    words: str


def read(came: Any, described: str) -> Done:
    """What an executor reported; where a person had to say whether the action happened, it did and that is all."""
    if isinstance(came, dict) and isinstance(came.get("done"), bool) and isinstance(came.get("words"), str):
        return Done(done=came["done"], words=came["words"])
    return Done(done=True, words=f"{described}: somebody looked, and it happened")


class OutOfBounds(Exception):
    """The action is not allowed here, whoever signed for it; the message says why, and nothing was done."""
