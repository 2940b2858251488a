/** Puts the page together. */

import { api } from "./api.js";
import { waiting, watchBadges } from "./badges.js";
import { channelPane } from "./channel.js";
import { classes, el } from "./dom.js";
import { guidePane } from "./guide.js";
import { inspector } from "./inspector.js";
import { modal } from "./modal.js";
import { peopleRail, sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { threadPane } from "./thread.js";
import { keepTicking } from "./ticking.js";
import { toasts } from "./toasts.js";
import { topBar } from "./topbar.js";

function tellTitle(state) {
  if (!state.snapshot) return;
  const { count } = waiting(state.snapshot);
  const place = state.place?.startsWith("@") ? state.place : `#${state.place ?? ""}`;
  document.title = `${count ? `(${count}) ` : ""}${state.me.real_name} · ${place} · Sandbox`;
}

/* While a person's things are being fetched, those of the last one may not be used any more. */
function build(store) {
  const channel = channelPane(store);
  const parts = [
    topBar(store),
    peopleRail(store),
    sidebar(store),
    channel,
    threadPane(store),
    guidePane(store, channel.insert),
    inspector(store),
    modal(store),
    toasts(store),
  ];
  const [top, rail, side, middle, thread, guide, drawer, dialog, bar] = parts.map(({ node }) => node);
  const work = el("div.work", null, el("div.columns", null, middle, thread, guide), drawer);
  const app = el("div.app", null, top, rail, el("div.frame", null, side, work));
  document.querySelector("#app").replaceChildren(app, dialog, bar);
  store.subscribe((state) => {
    parts.forEach((part) => part.update(state));
    classes(app, { "is-loading": !state.snapshot });
    work.inert = !state.snapshot;
    tellTitle(state);
  });
  keepTicking(store);
}

async function start() {
  const store = new Store(api);
  build(store);
  const started = await store.attempt(async () => {
    await store.start();
    return true;
  });
  if (started) watchBadges(store);
  else setTimeout(start, 2000);
}

start();
