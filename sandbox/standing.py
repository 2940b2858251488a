"""The app's own standing in the workspace: its bot token is revoked, or given back."""

from sandbox.events import announce
from sandbox.realm import Realm


def revoke_token(realm: Realm) -> None:
    """From now on every call with the bot token is answered `token_revoked`; the app hears of it."""
    realm.revoked.add(realm.tokens.bot)
    announce(realm, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [realm.bot_user]}})


def restore_token(realm: Realm) -> None:
    realm.revoked.clear()
