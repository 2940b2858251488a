/** Draws the elements that hold a value: texts, selects, choices, dates and times. */

import { el, fill } from "./dom.js";
import { plainText } from "./draw.js";
import { icon } from "./icons.js";

/**
 * Draws one stateful element. `field` is {value, focus, pending, id?, labelledBy?, describedBy?, required?,
 * use(value, undo), type(value), enter(value) | null}: `type` remembers what is being typed, `use` also acts on it.
 */
export function drawField(element, host, field) {
  const draw = FIELDS[element.type] ?? drawUnsupported;
  return draw(element, field, host.world);
}

const FIELDS = {
  plain_text_input: (element, field) =>
    element.multiline ? drawArea(element, field) : drawLine(element, field, { type: "text" }),
  number_input: (element, field) =>
    drawLine(element, field, {
      type: "number",
      step: element.is_decimal_allowed ? "any" : "1",
      min: element.min_value,
      max: element.max_value,
    }),
  email_text_input: (element, field) => drawLine(element, field, { type: "email", autocomplete: "off" }),
  url_text_input: (element, field) => drawLine(element, field, { type: "url", autocomplete: "off" }),
  rich_text_input: drawRichArea,
  static_select: (element, field) => drawSelect(element, field, optionChoices(element)),
  users_select: (element, field, world) => drawSelect(element, field, peopleChoices(world)),
  channels_select: (element, field, world) => drawSelect(element, field, channelChoices(world)),
  conversations_select: (element, field, world) =>
    drawSelect(element, field, [...channelChoices(world), ...peopleChoices(world)]),
  multi_static_select: (element, field) => drawMulti(element, field, optionChoices(element)),
  multi_users_select: (element, field, world) => drawMulti(element, field, peopleChoices(world)),
  multi_channels_select: (element, field, world) => drawMulti(element, field, channelChoices(world)),
  multi_conversations_select: (element, field, world) =>
    drawMulti(element, field, [...channelChoices(world), ...peopleChoices(world)]),
  radio_buttons: drawRadios,
  checkboxes: drawCheckboxes,
  datepicker: (element, field) =>
    drawMoment(
      field,
      "date",
      (text) => text || null,
      (value) => value ?? "",
    ),
  timepicker: (element, field) =>
    drawMoment(
      field,
      "time",
      (text) => text || null,
      (value) => value ?? "",
    ),
  datetimepicker: (element, field) => drawMoment(field, "datetime-local", toUnix, fromUnix),
};

function drawUnsupported(element) {
  return el("div.block-unknown", null, `This sandbox cannot fill “${element.type}”.`);
}

function common(element, field) {
  return {
    id: field.id,
    required: Boolean(field.required),
    disabled: Boolean(field.pending),
    "data-focus": field.focus,
    "aria-labelledby": field.labelledBy,
    "aria-describedby": field.describedBy,
    "data-autofocus": element.focus_on_load ? "yes" : null,
    placeholder: plainText(element.placeholder) || null,
    "aria-label": field.labelledBy ? null : plainText(element.placeholder) || "Value",
  };
}

function drawLine(element, field, extra) {
  const typed = ({ target }) => field.type(target.value || null);
  const keydown = (event) => {
    if (event.key !== "Enter" || !field.enter) return;
    event.preventDefault();
    field.enter(event.target.value);
  };
  const limits = { maxlength: element.max_length, minlength: element.min_length };
  return el("input.control", {
    ...common(element, field),
    ...limits,
    ...extra,
    value: field.value ?? "",
    on: { input: typed, keydown },
  });
}

function drawArea(element, field) {
  const typed = ({ target }) => field.type(target.value || null);
  const limits = { maxlength: element.max_length, minlength: element.min_length, rows: "4" };
  return el("textarea.control", {
    ...common(element, field),
    ...limits,
    value: field.value ?? "",
    on: { input: typed },
  });
}

function drawRichArea(element, field) {
  const text = (field.value?.elements ?? [])
    .flatMap((part) => part.elements ?? [])
    .map((leaf) => leaf.text ?? "")
    .join("");
  const wrap = (typed) =>
    typed && {
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "text", text: typed }] }],
    };
  return drawArea(element, { ...field, value: text, type: (typed) => field.type(wrap(typed)) });
}

/* A choice is {label, value, held}: `held` is what Slack keeps for it, an option object or an id. */
function optionChoices(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap((group) =>
    group.options.map((option) => ({
      label: plainText(option.text),
      value: option.value,
      held: option,
      group: plainText(group.label),
      note: plainText(option.description),
    })),
  );
}

const peopleChoices = (world) =>
  [...world.people.values()]
    .filter((person) => !person.is_bot)
    .map((person) => ({ label: person.real_name, value: person.id, held: person.id }));

const channelChoices = (world) =>
  Object.entries(world.names.channels).map(([id, name]) => ({
    label: `#${name.replace(/^#/, "")}`,
    value: id,
    held: id,
  }));

const idOf = (held) => held?.value ?? held ?? "";

function optionNodes(choices) {
  const groups = [...new Set(choices.map((choice) => choice.group ?? ""))];
  const options = (group) =>
    choices
      .filter((choice) => (choice.group ?? "") === group)
      .map((choice) => el("option", { value: choice.value }, choice.label));
  return groups.flatMap((group) => (group ? el("optgroup", { label: group }, options(group)) : options(group)));
}

function drawSelect(element, field, choices) {
  const before = idOf(field.value);
  const find = (value) => choices.find((choice) => choice.value === value);
  const note = el("div.hint.option-note", null, find(before)?.note ?? "");
  const change = ({ target }) => {
    note.textContent = find(target.value)?.note ?? "";
    field.use(find(target.value)?.held ?? null, () => (target.value = before));
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
  let held = [...(field.value ?? [])];
  const chips = el("div.chips");
  const most = element.max_selected_items ?? Infinity;
  const select = el("select.control", { ...common(element, field), required: false, placeholder: null });
  const set = (next) => {
    const before = held;
    held = next;
    draw();
    field.use(next, () => {
      held = before;
      draw();
    });
  };
  const draw = () => {
    fill(
      chips,
      held.map((one) => chip(choices, one, () => set(held.filter((other) => idOf(other) !== idOf(one))))),
    );
    const left = choices.filter((choice) => !held.some((one) => idOf(one) === choice.value));
    fill(select, [
      el("option", { value: "" }, held.length ? "Add another…" : plainText(element.placeholder) || "Choose…"),
      optionNodes(left),
    ]);
    select.disabled = Boolean(field.pending) || held.length >= most || !left.length;
  };
  select.addEventListener("change", () => set([...held, choices.find((choice) => choice.value === select.value).held]));
  draw();
  return el("div.multi", null, chips, el("div.select-face", null, select, icon("chevron")));
}

function chip(choices, one, remove) {
  const label = choices.find((choice) => choice.value === idOf(one))?.label ?? idOf(one);
  return el(
    "span.chip",
    null,
    label,
    el("button.chip-remove", { type: "button", "aria-label": `Remove ${label}`, on: { click: remove } }, icon("close")),
  );
}

function drawRadios(element, field) {
  const name = `${field.focus}/${Math.random()}`;
  const before = idOf(field.value);
  const rows = element.options.map((option, index) =>
    optionRow(option, {
      type: "radio",
      name,
      checked: option.value === before,
      disabled: field.pending,
      "data-focus": `${field.focus}/${index}`,
      on: { change: () => field.use(option, () => restoreChecks(rows, (one) => one === before, element)) },
    }),
  );
  return el(
    "div.options",
    { role: "radiogroup", "aria-labelledby": field.labelledBy, "aria-describedby": field.describedBy },
    rows,
  );
}

function drawCheckboxes(element, field) {
  let held = (field.value ?? []).map(idOf);
  const rows = element.options.map((option, index) => {
    const change = ({ target }) => {
      const before = held;
      held = target.checked ? [...held, option.value] : held.filter((one) => one !== option.value);
      const chosen = element.options.filter((one) => held.includes(one.value));
      field.use(chosen, () => {
        held = before;
        restoreChecks(rows, (one) => before.includes(one), element);
      });
    };
    return optionRow(option, {
      type: "checkbox",
      checked: held.includes(option.value),
      disabled: field.pending,
      "data-focus": `${field.focus}/${index}`,
      on: { change },
    });
  });
  return el(
    "div.options",
    { role: "group", "aria-labelledby": field.labelledBy, "aria-describedby": field.describedBy },
    rows,
  );
}

function restoreChecks(rows, holds, element) {
  rows.forEach((row, index) => (row.querySelector("input").checked = holds(element.options[index].value)));
}

function optionRow(option, props) {
  const description = option.description ? el("span.option-description", null, plainText(option.description)) : null;
  return el(
    "label.option",
    null,
    el("input", { ...props, disabled: Boolean(props.disabled) }),
    el("span.option-words", null, el("span", null, plainText(option.text)), description),
  );
}

function drawMoment(field, type, read, write) {
  const change = ({ target }) => field.use(read(target.value), () => (target.value = write(field.value)));
  return el("input.control.is-moment", {
    ...common({}, field),
    "aria-label": field.labelledBy ? null : type,
    type,
    value: write(field.value),
    on: { change },
  });
}

const toUnix = (text) => (text ? Math.floor(new Date(text).getTime() / 1000) : null);

function fromUnix(value) {
  if (value === null || value === undefined) return "";
  const date = new Date(value * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What an input says against what was typed into it, or null; missing values are looked for elsewhere. */
export function complaint(control) {
  const broken = control?.validity && !control.validity.valid && !control.validity.valueMissing;
  return broken ? control.validationMessage : null;
}
