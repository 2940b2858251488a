/** Draws radio buttons and checkboxes. */

import { grouped } from "./control.js";
import { el } from "./dom.js";
import { drawText } from "./draw.js";

/** One of several, each with its own words. */
export function drawRadios(element, field, world) {
  const name = `${field.address["data-focus"]}/${Math.random()}`;
  const before = field.value?.value;
  const rows = element.options.map((option, index) =>
    row(option, world, {
      type: "radio",
      name,
      checked: option.value === before,
      ...common(field, index, element),
      on: { change: () => field.use(option, () => restore(rows, element, (one) => one === before)) },
    }),
  );
  return el("div.options", { role: "radiogroup", ...grouped(field) }, rows);
}

/** Any number of several. */
export function drawCheckboxes(element, field, world) {
  let held = (field.value ?? []).map(({ value }) => value);
  const change = (option, on) => {
    const before = held;
    held = on ? [...held, option.value] : held.filter((one) => one !== option.value);
    const chosen = element.options.filter((one) => held.includes(one.value));
    field.use(chosen, () => {
      held = before;
      restore(rows, element, (one) => before.includes(one));
    });
  };
  const rows = element.options.map((option, index) =>
    row(option, world, {
      type: "checkbox",
      checked: held.includes(option.value),
      ...common(field, index, element),
      on: { change: ({ target }) => change(option, target.checked) },
    }),
  );
  return el("div.options", { role: "group", ...grouped(field) }, rows);
}

const common = (field, index, element) => ({
  disabled: Boolean(field.pending),
  "data-focus": `${field.address["data-focus"]}/${index}`,
  "data-autofocus": element.focus_on_load && !index ? "yes" : null,
});

function restore(rows, element, holds) {
  rows.forEach((one, index) => (one.querySelector("input").checked = holds(element.options[index].value)));
}

function row(option, world, props) {
  const about = option.description;
  return el(
    "label.option",
    null,
    el("input", { ...props, value: option.value }),
    el(
      "span.option-words",
      null,
      el("span.text", null, drawText(option.text, world)),
      about ? el("span.option-description.text", null, drawText(about, world)) : null,
    ),
  );
}
