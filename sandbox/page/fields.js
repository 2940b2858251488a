/** Draws the elements that hold a value: lines of text, dates and times here, the rest in modules of their own. */

import { common } from "./control.js";
import { el } from "./dom.js";
import { drawFileInput } from "./files.js";
import { drawRichEdit } from "./richedit.js";
import { drawExternal } from "./external.js";
import { drawSelect } from "./selects.js";
import { drawCheckboxes, drawRadios } from "./ticks.js";

/**
 * Draws one stateful element. `field` is {value, address, pending, id?, labelledBy?, describedBy?, required?,
 * use(value, undo), type(value), enter() | null, suggest(words), upload(file)}: `type` remembers what is being
 * typed, `use` also acts on it.
 */
export function drawField(element, host, field) {
  return FIELDS[element.type](element, field, host.world);
}

const both = (kind, draw) => ({ [kind]: draw, [`multi_${kind}`]: draw });

const FIELDS = {
  plain_text_input: (element, field) =>
    element.multiline ? drawArea(element, field) : drawLine(element, field, { type: "text" }),
  number_input: (element, field) =>
    drawLine(element, field, { type: "text", inputmode: element.is_decimal_allowed ? "decimal" : "numeric" }),
  email_text_input: (element, field) => drawLine(element, field, { type: "email" }),
  url_text_input: (element, field) => drawLine(element, field, { type: "url" }),
  rich_text_input: drawRichEdit,
  file_input: drawFileInput,
  radio_buttons: drawRadios,
  checkboxes: drawCheckboxes,
  datepicker: (element, field) => drawMoment(element, field, "date"),
  timepicker: (element, field) => drawMoment(element, field, "time"),
  datetimepicker: drawDateTime,
  ...both("static_select", drawSelect),
  ...both("external_select", drawExternal),
  ...both("users_select", drawSelect),
  ...both("channels_select", drawSelect),
  ...both("conversations_select", drawSelect),
};

/* What is being written stays open while the app is told of it: taking it away would take the writer's next key. */
const written = (element, field) => ({
  ...common(element, field),
  disabled: false,
  "aria-busy": field.pending ? "true" : null,
  autocomplete: "off",
  value: field.value ?? "",
});

function drawLine(element, field, extra) {
  const count = counter(element);
  const input = ({ target }) => {
    field.type(target.value || null);
    count?.tell(target.value);
  };
  const keydown = (event) => {
    if (event.key !== "Enter" || !field.enter || event.isComposing) return;
    event.preventDefault();
    field.enter();
  };
  const line = el("input.control", { ...written(element, field), ...extra, on: { input, keydown } });
  return counted(line, count);
}

function drawArea(element, field) {
  const count = counter(element);
  const input = ({ target }) => {
    field.type(target.value || null);
    count?.tell(target.value);
  };
  return counted(el("textarea.control", { ...written(element, field), rows: "4", on: { input } }), count);
}

const counted = (control, count) => {
  count?.tell(control.value);
  return count ? el("div.counted", null, control, count.node) : control;
};

const NEARLY = 0.8;

/* Says how much was written where that begins to matter; what is too long may be typed, and is refused when sent. */
function counter({ min_length: least = 0, max_length: most = Infinity }) {
  if (most === Infinity && !least) return null;
  const node = el("span.count", { "aria-hidden": "true" });
  const tell = ({ length }) => {
    const short = length > 0 && length < least;
    node.hidden = !short && length < most * NEARLY;
    node.textContent = short ? `${length}, at least ${least}` : `${length} of ${most}`;
    node.classList.toggle("is-over", length > most);
  };
  return { node, tell };
}

function drawMoment(element, field, type) {
  const before = field.value ?? "";
  const change = ({ target }) => field.use(target.value || null, () => (target.value = before));
  return el("input.control.is-moment", {
    ...common(element, field),
    placeholder: null,
    type,
    value: before,
    on: { change },
  });
}

function drawDateTime(element, field, world) {
  const { calendar } = world;
  const before = typeof field.value === "number" ? calendar.toField(field.value) : "";
  const change = ({ target }) => field.use(calendar.fromField(target.value), () => (target.value = before));
  return el("input.control.is-moment", {
    ...common(element, field),
    placeholder: null,
    type: "datetime-local",
    value: before,
    on: { change },
  });
}
