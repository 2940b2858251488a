"""HTTP for whoever holds the sandbox: letting time pass, and ordering troubles."""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from sandbox.bodies import answered, counted
from sandbox.ordering import ORDERS
from sandbox.passing import pass_time
from sandbox.realm import Realm
from sandbox.wire import Json

LONGEST_STEP = timedelta(days=366).total_seconds()


@dataclass(frozen=True, slots=True)
class ControlRoutes:
    realm: Realm

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/time", self.time)
        app.router.add_post("/faults/{name}", self.fault)

    async def time(self, request: web.Request) -> web.Response:
        return await answered(request, self.let_pass)

    async def fault(self, request: web.Request) -> web.Response:
        async def order(content: Json) -> Json:
            wanted = ORDERS.get(request.match_info["name"])
            if wanted is None:
                raise LookupError(f"there is no such fault; there is: {', '.join(ORDERS)}")
            wanted(self.realm, content)
            return {}

        return await answered(request, order)

    async def let_pass(self, content: Json) -> Json:
        """So many `seconds` pass; refused where nobody would move on with the sandbox's clock."""
        if self.realm.settings.on_time is None:
            raise ValueError("Time cannot pass here: the app would stay behind.")
        await pass_time(self.realm, timedelta(seconds=counted(content, "seconds", 0, LONGEST_STEP)))
        return {"now": self.realm.now}
