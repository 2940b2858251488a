"""The app's tokens: derived from the workspace, so that they stay the same over restarts."""

from dataclasses import dataclass

from sandbox.ids import digest
from sandbox.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    bot: str
    app: str
    signing_secret: str

    def kind(self, token: str) -> str | None:
        """`bot` or `app`; None for a token that is not this app's."""
        return {self.bot: "bot", self.app: "app"}.get(token)


def tokens_of(workspace: Workspace) -> Tokens:
    team, app = workspace.team.id, workspace.bot.app_id
    number = str(int(digest("number", team), 16))[:12]
    return Tokens(
        bot=f"xoxb-{number}-{number[::-1]}-{digest('bot', team, app)[:24]}",
        app=f"xapp-1-{app}-{number}-{digest('app', team, app)}",
        signing_secret=digest("signing", team, app)[:32],
    )
