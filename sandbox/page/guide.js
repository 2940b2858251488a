/** "Try this": the steps that the program which started the sandbox suggests, each done by a click. */

import { classes, el, fill } from "./dom.js";
import { avatar, drawNodes } from "./draw.js";
import { icon } from "./icons.js";
import { inline } from "./mrkdwn.js";

/** Makes the guide; `insert(text)` puts a text into the channel's composer. */
export function guidePane(store, insert) {
  const list = el("ol.steps");
  const others = el("ol.steps");
  const more = el("details.more-steps", null, el("summary"), others);
  const title = el("h2");
  const close = () => store.change({ panel: null });
  const head = el(
    "header.pane-head",
    null,
    title,
    el("button.icon-button", { type: "button", "aria-label": "Close the guide", on: { click: close } }, icon("close")),
  );
  const node = el(
    "aside.pane.guide",
    { "aria-label": "Try this", hidden: true },
    head,
    el("div.scroller", { tabindex: "0", role: "region", "aria-label": "Steps" }, list, more),
  );
  const update = (state) => {
    node.hidden = !guideShown(state);
    if (node.hidden) return;
    title.textContent = state.guide.title;
    const mark = JSON.stringify([done(), state.me?.id, state.names]);
    if (list.dataset.mark === mark) return;
    list.dataset.mark = mark;
    const { steps, more: further } = state.guide;
    const row = (step, index) => stepRow(store, step, index, insert);
    fill(list, steps.map(row));
    more.hidden = !further;
    more.querySelector("summary").textContent = further?.title ?? "";
    fill(others, (further?.steps ?? []).map((step, index) => row(step, steps.length + index)));
  };
  return { node, update };
}

/** Whether the guide is on the screen: an open thread takes its place. */
export const guideShown = (state) =>
  Boolean(state.guide) && state.panel === "guide" && !(state.thread && state.snapshot?.thread);

const done = () => JSON.parse(sessionStorage.getItem("steps") ?? "[]");

function stepRow(store, step, index, insert) {
  const acts = step.as || step.channel || step.type;
  const ticked = done().includes(index);
  const words = el("span.step-words", null, drawNodes(inline(step.text), store.world()));
  const number = el("span.step-number", { "aria-hidden": "true" }, ticked ? icon("check") : String(index + 1));
  const click = () => take(store, step, index, insert);
  const row = acts
    ? el(
        "button.step",
        { type: "button", "data-focus": `step-${index}`, on: { click } },
        number,
        el("span.step-body", null, words, deeds(store, step)),
      )
    : el("div.step", null, number, el("span.step-body", null, words));
  return el("li", null, classes(row, { "is-done": ticked }));
}

function deeds(store, step) {
  const person = personOf(store, step.as);
  const parts = [
    person && el("span.deed", null, avatar(person, "tiny"), person.real_name.split(" ")[0]),
    step.channel &&
      el("span.deed", null, step.channel.startsWith("@") ? step.channel : `#${step.channel.replace(/^#/, "")}`),
    step.type && el("code.deed", null, step.type),
  ];
  return el("span.deeds", null, parts);
}

const personOf = (store, name) => store.seats.find((person) => person.name === name || person.id === name);

function take(store, step, index, insert) {
  sessionStorage.setItem("steps", JSON.stringify([...new Set([...done(), index])]));
  const person = personOf(store, step.as)?.name;
  const place = step.channel?.replace(/^#/, "");
  store.go({ ...(person && { person }), ...(place && { place }) });
  store.change(window.innerWidth > 1100 ? {} : { panel: null });
  if (step.type) arrived(store, place).then(() => insert(step.type));
}

/* The composer belongs to a place: its text may be put there once that place is on the screen. */
function arrived(store, place) {
  const there = () => store.state.snapshot && (!place || store.placeOf(store.state.snapshot.channel?.id) === place);
  return new Promise((resolve) => {
    let waits = true;
    const look = () => {
      if (!waits || !there()) return;
      waits = false;
      queueMicrotask(resolve);
    };
    store.subscribe(look);
    look();
  });
}
