/** The sandbox's clock, and the buttons that let time pass where the sandbox allows it. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { place } from "./menus.js";

const STEPS = [
  ["1 minute", 60],
  ["10 minutes", 600],
  ["1 hour", 3600],
  ["1 day", 86_400],
];
const EVERY = 5000;

/** Makes the control: a button with the time, and a panel that lets it pass. */
export function timeControl(store) {
  const now = el("time.now");
  const full = el("time.now-full");
  const panel = el("div.menu.time-panel", { popover: "auto", role: "dialog", "aria-label": "Time" });
  const opener = el(
    "button.topbar-button",
    { type: "button", "aria-haspopup": "dialog", "aria-label": "Time", title: "The time here; let it pass" },
    icon("clock"),
    now,
  );
  opener.popoverTargetElement = panel;
  const control = { store, now, full, panel, opener, until: el("input.control", { type: "datetime-local" }) };
  panel.append(...panelParts(control));
  panel.addEventListener("toggle", ({ newState }) => newState === "open" && opened(control));
  const node = el("span.time-frame", { hidden: true }, opener, panel);
  setInterval(() => tell(control), EVERY);
  return { node, update: (state) => update(control, node, state) };
}

function panelParts(control) {
  const steps = STEPS.map(([words, seconds]) => {
    const click = () => pass(control, seconds, `${words} ${seconds === 600 ? "have" : "has"} passed`);
    return el("button.menu-item", { type: "button", on: { click } }, `Let ${words} pass`);
  });
  const until = el("label.time-until", null, el("span", null, "Until"), control.until);
  const form = el(
    "form.time-form",
    { novalidate: true, on: { submit: (event) => passUntil(control, event) } },
    until,
    el("button.button", { type: "submit" }, "Let it pass"),
  );
  return [el("p.time-now", null, "It is ", control.full), ...steps, form];
}

function opened({ store, panel, opener, until }) {
  const { calendar } = store.world();
  until.value = calendar.toField(calendar.now().getTime() / 1000);
  place(panel, opener);
  panel.querySelector(".menu-item").focus();
}

function update(control, node, state) {
  node.hidden = !state.snapshot?.can_pass_time;
  tell(control);
}

function tell({ store, now, full }) {
  if (!store.state.me) return;
  const { calendar } = store.world();
  say(now, calendar.inShort(calendar.now()));
  say(full, calendar.inFull(calendar.now()));
}

const say = (node, words) => node.textContent === words || (node.textContent = words);

function passUntil(control, event) {
  event.preventDefault();
  const { calendar } = control.store.world();
  const wanted = calendar.fromField(control.until.value);
  const seconds = wanted === null ? 0 : wanted - Math.floor(calendar.now().getTime() / 1000);
  if (seconds > 0) pass(control, seconds, "Time has passed");
  else control.store.toast("Time only goes forward: choose a later moment.");
}

async function pass({ store, panel, opener }, seconds, words) {
  panel.hidePopover();
  opener.focus();
  opener.setAttribute("aria-busy", "true");
  const answer = await store.awaiting("time", () => store.api.passTime(seconds));
  opener.removeAttribute("aria-busy");
  if (!answer) return;
  await store.refresh();
  const { calendar } = store.world();
  store.toast(`${words}: it is ${calendar.inShort(new Date(answer.now * 1000))}.`, "info");
}
