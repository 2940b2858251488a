/** The drawer that shows what app and sandbox said to each other. */

import { classes, el, fill, reconcile } from "./dom.js";
import { icon } from "./icons.js";

const PAUSE = 700;
const LATE_SECONDS = 1;

/** Makes the drawer; while open it follows the workspace's events. */
export function inspector(store) {
  const list = el("div.calls");
  const filter = el("input.control.filter", {
    type: "search",
    placeholder: "Filter, e.g. chat.update",
    "aria-label": "Filter the calls",
  });
  const count = el("span.pane-where");
  const drawer = { store, list, filter, count, calls: [], looked: 0, due: null };
  const close = () => store.change({ inspector: false });
  const node = el(
    "section.drawer",
    { "aria-label": "Inspector", hidden: true },
    head(drawer, close),
    el("div.scroller", { tabindex: "0", role: "region", "aria-label": "Calls" }, list),
  );
  filter.addEventListener("input", () => draw(drawer));
  node.addEventListener("keydown", (event) => event.key === "Escape" && close());
  const update = (state) => {
    node.hidden = !state.inspector;
    if (state.inspector && drawer.seen !== state.snapshot) schedule(drawer);
    drawer.seen = state.inspector ? state.snapshot : null;
  };
  return { node, update };
}

function head({ count, filter }, close) {
  const props = { type: "button", "aria-label": "Close the inspector", on: { click: close } };
  return el(
    "header.pane-head",
    null,
    el("h2", null, "Inspector"),
    count,
    filter,
    el("button.icon-button", props, icon("close")),
  );
}

function schedule(drawer) {
  drawer.due ??= setTimeout(() => look(drawer), Math.max(0, drawer.looked + PAUSE - Date.now()));
}

async function look(drawer) {
  drawer.looked = Date.now();
  drawer.due = null;
  const answer = await drawer.store.attempt(() => drawer.store.api.inspect());
  if (!answer) return;
  drawer.calls = answer.toReversed();
  draw(drawer);
}

function draw({ store, list, filter, count, calls }) {
  const words = filter.value.trim().toLowerCase();
  const shown = words ? calls.filter((call) => JSON.stringify(call).toLowerCase().includes(words)) : calls;
  count.textContent = `${shown.length} of the last ${calls.length} calls and envelopes`;
  const seen = new Map();
  const keyed = shown.map((call) => ({ call, key: unique(seen, `${call.at}/${call.method ?? call.type}`) }));
  reconcile(list, keyed, {
    key: ({ key }) => key,
    signature: ({ call }) => JSON.stringify([call.ok, call.error, call.seconds]),
    build: ({ call }) => row(call, store.calendar()),
  });
  if (!shown.length) fill(list, [el("p.hint", null, calls.length ? "Nothing matches." : "Nothing has been said yet.")]);
}

function unique(seen, key) {
  const times = (seen.get(key) ?? 0) + 1;
  seen.set(key, times);
  return `${key}/${times}`;
}

function row(call, calendar) {
  const fromBot = call.direction?.startsWith("bot");
  const name = call.method ?? call.type ?? "?";
  const summary = el(
    "summary.call-head",
    null,
    el("span.call-time", null, calendar.fill(call.at, "{time_secs}")),
    el("span.call-way", null, fromBot ? "app → Slack" : "Slack → app"),
    el("code.call-name", null, name),
    el("span.call-about", null, gist(call)),
    duration(call),
    verdict(call),
  );
  const body = el("div.call-body");
  const node = el("details.call", { "data-call": name }, summary, body);
  node.addEventListener("toggle", () => fill(body, node.open ? payloads(call) : []));
  return classes(node, { "is-from-bot": fromBot });
}

/* An ack that took long is worth a look before it becomes one that came too late. */
function duration({ seconds }) {
  if (typeof seconds !== "number") return el("span.call-duration");
  const words = seconds < LATE_SECONDS ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
  return classes(el("span.call-duration", null, words), { "is-slow": seconds >= LATE_SECONDS });
}

function verdict({ ok, error, method }) {
  const waits = ok === null || ok === undefined;
  const words = error ?? (waits ? "waiting" : ok ? (method ? "ok" : "ack") : "failed");
  return classes(el("span.call-verdict", null, words), { "is-bad": !waits && !ok });
}

function payloads({ payload, answer, ...rest }) {
  return [
    section("Payload", payload ?? rest),
    answer !== null && answer !== undefined ? section("Answered with", answer) : null,
  ];
}

function section(title, content) {
  return [el("h3.call-title", null, title), el("pre", { tabindex: "0" }, JSON.stringify(content, null, 2))];
}

/* One line about what a call is about: the first of these that it has. */
const GISTS = [
  ({ command, text }) => command && `${command} ${text}`,
  ({ actions }) => actions?.[0] && [actions[0].action_id, chosenIn(actions[0])].filter(Boolean).join(" "),
  ({ callback_id: id }) => id,
  ({ view }) => view?.callback_id || wordsOf(view?.title) || view?.type,
  ({ event }) => event?.type,
  ({ text }) => text,
];

const wordsOf = (title) => (typeof title === "string" ? title : title?.text);

function chosenIn({ value, selected_option: option }) {
  return value ?? option?.value;
}

function gist({ payload }) {
  const content = { ...payload, view: parsed(payload?.view) };
  const words = GISTS.map((read) => read(content)).find((one) => typeof one === "string" && one) ?? "";
  return words.slice(0, 140).replaceAll("\n", " ");
}

/* A call made with a form carries its view as text. */
function parsed(view) {
  if (typeof view !== "string") return view;
  try {
    return JSON.parse(view);
  } catch {
    return null;
  }
}
