/** The drawer that shows what app and sandbox said to each other. */

import { classes, el, fill, reconcile } from "./dom.js";
import { icon } from "./icons.js";

const PAUSE = 700;

/** Makes the drawer; while open it follows the workspace's events. */
export function inspector(store) {
  const list = el("div.calls");
  const filter = el("input.control.filter", {
    type: "search",
    placeholder: "Filter, e.g. chat.update",
    "aria-label": "Filter the calls",
  });
  const close = () => store.change({ inspector: false });
  const count = el("span.pane-where");
  const head = el(
    "header.pane-head",
    null,
    el("h2", null, "Inspector"),
    count,
    filter,
    el(
      "button.icon-button",
      { type: "button", "aria-label": "Close the inspector", on: { click: close } },
      icon("close"),
    ),
  );
  const node = el(
    "section.drawer",
    { "aria-label": "Inspector", hidden: true },
    head,
    el("div.scroller", { tabindex: "0", role: "region", "aria-label": "Calls" }, list),
  );
  const drawer = { store, list, filter, count, calls: [], looked: 0, due: null };
  filter.addEventListener("input", () => draw(drawer));
  node.addEventListener("keydown", (event) => event.key === "Escape" && close());
  const update = (state) => {
    node.hidden = !state.inspector;
    if (state.inspector && drawer.seen !== state.snapshot) schedule(drawer);
    drawer.seen = state.inspector ? state.snapshot : null;
  };
  return { node, update };
}

function schedule(drawer) {
  drawer.due ??= setTimeout(() => look(drawer), Math.max(0, drawer.looked + PAUSE - Date.now()));
}

async function look(drawer) {
  drawer.looked = Date.now();
  drawer.due = null;
  const answer = await drawer.store.attempt(() => drawer.store.api.inspect());
  if (!answer) return;
  drawer.calls = (Array.isArray(answer) ? answer : (answer.calls ?? answer.entries ?? [])).toReversed();
  draw(drawer);
}

function draw({ list, filter, count, calls }) {
  const words = filter.value.trim().toLowerCase();
  const shown = words ? calls.filter((call) => JSON.stringify(call).toLowerCase().includes(words)) : calls;
  count.textContent = `${shown.length} of the last ${calls.length} calls and envelopes`;
  const seen = new Map();
  const keyed = shown.map((call) => ({ call, key: unique(seen, `${call.at}/${call.method ?? call.type}`) }));
  reconcile(list, keyed, {
    key: ({ key }) => key,
    signature: ({ call }) => `${call.ok}${call.error}`,
    build: ({ call }) => row(call),
  });
  if (!shown.length) fill(list, [el("p.hint", null, calls.length ? "Nothing matches." : "Nothing has been said yet.")]);
}

function unique(seen, key) {
  const times = (seen.get(key) ?? 0) + 1;
  seen.set(key, times);
  return `${key}/${times}`;
}

function row(call) {
  const fromBot = call.direction?.startsWith("bot");
  const verdict = call.error ?? (call.ok === false ? "failed" : "ok");
  const time = typeof call.at === "number" ? new Date(call.at * 1000) : new Date(call.at);
  const summary = el(
    "summary.call-head",
    null,
    el("span.call-time", null, time.toLocaleTimeString(undefined, { hour12: false })),
    el("span.call-way", null, fromBot ? "app → Slack" : "Slack → app"),
    el("code.call-name", null, call.method ?? call.type ?? "?"),
    el("span.call-about", null, gist(call)),
    el(verdict === "ok" ? "span.call-verdict" : "span.call-verdict.is-bad", null, verdict),
  );
  const body = el("pre", { tabindex: "0" });
  const node = el("details.call", null, summary, body);
  node.addEventListener("toggle", () => {
    body.textContent = node.open ? JSON.stringify(call.payload ?? call, null, 2) : "";
  });
  return classes(node, { "is-from-bot": fromBot });
}

/* One line about what a call is about: the first of these that it has. */
const GISTS = [
  ({ command, text }) => command && `${command} ${text}`,
  ({ actions }) => actions?.[0]?.action_id,
  ({ view }) => view?.callback_id,
  ({ event }) => event?.type,
  ({ text }) => text,
];

function gist({ payload }) {
  const words = GISTS.map((read) => read(payload ?? {})).find((one) => typeof one === "string") ?? "";
  return words.slice(0, 140).replaceAll("\n", " ");
}
