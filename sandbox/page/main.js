/** Puts the page together. */

import { api } from "./api.js";
import { waiting, watchBadges } from "./badges.js";
import { channelPane } from "./channel.js";
import { classes, el } from "./dom.js";
import { guidePane, guideShown } from "./guide.js";
import { icon } from "./icons.js";
import { inspector } from "./inspector.js";
import { modal } from "./modal.js";
import { peopleRail, sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { threadPane } from "./thread.js";
import { toasts } from "./toasts.js";

function topBar(store) {
  const mark = el("img.brand-mark", { src: "/static/icon.svg", alt: "", width: "22", height: "22" });
  const brand = el(
    "div.brand",
    null,
    mark,
    el("b", null, "Sandbox"),
    el("span.brand-about", null, "a local stand-in for Slack"),
  );
  const guide = toggle("guide", "Try this", () => showGuide(store));
  const inspect = toggle("inspect", "Inspector", () => store.change({ inspector: !store.state.inspector }));
  const offline = el("span.offline", { role: "status", hidden: true }, "Connection lost, trying again…");
  const node = el("header.topbar", null, brand, offline, el("div.topbar-tools", null, guide, inspect));
  const update = (state) => {
    guide.hidden = !state.guide;
    guide.setAttribute("aria-pressed", String(guideShown(state)));
    inspect.setAttribute("aria-pressed", String(state.inspector));
    offline.hidden = state.online;
  };
  return { node, update };
}

function showGuide(store) {
  const open = guideShown(store.state);
  store.change({ panel: open ? null : "guide" });
  if (!open && store.state.thread) store.go({ thread: null });
}

function toggle(sign, words, click) {
  return el("button.topbar-button", { type: "button", "aria-pressed": "false", on: { click } }, icon(sign), words);
}

function tellTitle(state) {
  if (!state.snapshot) return;
  const { count } = waiting(state.snapshot);
  const place = state.place?.startsWith("@") ? state.place : `#${state.place ?? ""}`;
  document.title = `${count ? `(${count}) ` : ""}${state.me.real_name} · ${place} · Sandbox`;
}

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
    tellTitle(state);
  });
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
