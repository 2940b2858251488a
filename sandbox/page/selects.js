/** Draws the selects whose choices are known: of options, people, channels and conversations. */

import { choicesOf, idOf, labelOf } from "./choices.js";
import { common } from "./control.js";
import { el, fill } from "./dom.js";
import { plainText } from "./draw.js";
import { icon } from "./icons.js";

/** A select for one choice, or for several when its type says so. */
export function drawSelect(element, field, world) {
  const choices = choicesOf(element, world);
  return element.type.startsWith("multi_") ? drawMulti(element, field, choices) : drawSingle(element, field, choices);
}

function optionNodes(choices) {
  const groups = [...new Set(choices.map((choice) => choice.group ?? ""))];
  const options = (group) =>
    choices
      .filter((choice) => (choice.group ?? "") === group)
      .map((choice) => el("option", { value: choice.value }, choice.label));
  return groups.flatMap((group) => (group ? el("optgroup", { label: group }, options(group)) : options(group)));
}

function drawSingle(element, field, choices) {
  const before = idOf(field.value);
  const find = (value) => choices.find((choice) => choice.value === value);
  const note = el("div.hint.option-note", null, find(before)?.note ?? "");
  const change = ({ target }) => {
    note.textContent = find(target.value)?.note ?? "";
    field.use(find(target.value)?.held ?? null, () => {
      target.value = before;
      note.textContent = find(before)?.note ?? "";
    });
  };
  const empty = el("option", { value: "" }, plainText(element.placeholder) || "Choose…");
  const select = el(
    "select.control",
    { ...common(element, field), placeholder: null, on: { change } },
    empty,
    optionNodes(choices),
  );
  select.value = before;
  return el("div.select-frame", null, el("div.select-face", null, select, icon("chevron")), note);
}

function drawMulti(element, field, choices) {
  const most = element.max_selected_items ?? Infinity;
  const select = el("select.control", { ...common(element, field), required: false, placeholder: null });
  const several = severalOf(field, (one) => labelOf(choices, one), select, draw);
  function draw(held) {
    const left = choices.filter((choice) => !held.some((one) => idOf(one) === choice.value));
    fill(select, [
      el("option", { value: "" }, held.length ? "Add another…" : plainText(element.placeholder) || "Choose…"),
      optionNodes(left),
    ]);
    select.disabled = Boolean(field.pending) || held.length >= most || !left.length;
  }
  select.addEventListener("change", () => several.add(choices.find(({ value }) => value === select.value)?.held));
  return el("div.multi", null, several.chips, el("div.select-face", null, select, icon("chevron")));
}

/** Several held things as chips that can be taken away; `draw(held)` is called whenever they change. */
export function severalOf(field, label, control, draw) {
  let held = [...(field.value ?? [])];
  const chips = el("div.chips");
  const remove = (one) => {
    set(held.filter((other) => idOf(other) !== idOf(one)));
    control.focus();
  };
  const show = () => {
    fill(
      chips,
      held.map((one) => chip(label(one), () => remove(one), field.pending)),
    );
    draw(held);
  };
  const set = (next) => {
    const before = held;
    held = next;
    show();
    field.use(next, () => {
      held = before;
      show();
    });
  };
  show();
  return { chips, add: (...more) => set([...held, ...more.filter(Boolean)]) };
}

function chip(label, remove, pending) {
  const props = { type: "button", "aria-label": `Remove ${label}`, disabled: Boolean(pending), on: { click: remove } };
  return el("span.chip", null, label, el("button.chip-remove", props, icon("close")));
}
