/** Draws the selects whose choices the app is asked for while somebody types. */

import { idOf, optionChoices } from "./choices.js";
import { common } from "./control.js";
import { el, fill, uid } from "./dom.js";
import { plainText } from "./draw.js";
import { icon } from "./icons.js";
import { place } from "./menus.js";
import { severalOf } from "./selects.js";

const STILL = 250;
const LEAST = 3;

/** A search field for one choice, or for several when its type says so. */
export function drawExternal(element, field) {
  return element.type.startsWith("multi_") ? drawSeveral(element, field) : drawOne(element, field);
}

const words = (held) => plainText(held?.text);

function drawOne(element, field) {
  const before = words(field.value);
  const box = search(element, field, (choice) => {
    box.input.value = choice.label;
    field.use(choice.held, () => (box.input.value = before));
  });
  box.input.value = before;
  box.input.addEventListener("change", () => {
    if (!box.input.value && field.value) field.use(null, () => (box.input.value = before));
  });
  return box.node;
}

function drawSeveral(element, field) {
  const most = element.max_selected_items ?? Infinity;
  const box = search(element, field, (choice) => {
    box.input.value = "";
    if (!box.held.some((one) => idOf(one) === choice.value)) several.add(choice.held);
  });
  const several = severalOf(field, words, box.input, (held) => {
    box.held = held;
    box.input.disabled = Boolean(field.pending) || held.length >= most;
  });
  return el("div.multi", null, several.chips, box.node);
}

function search(element, field, pick) {
  const id = uid("found");
  const list = el("div.menu.found", { id, role: "listbox", popover: "manual", "aria-label": "What was found" });
  const input = el("input.control", {
    ...common(element, field),
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  });
  input.placeholder ||= "Search…";
  const node = el("div.select-face", null, input, icon("search"), list);
  const box = { element, field, pick, list, input, node, found: [], at: 0, due: null, asked: 0, held: [] };
  input.addEventListener("input", () => ask(box));
  input.addEventListener("focus", () => ask(box));
  input.addEventListener("blur", () => show(box, null));
  input.addEventListener("keydown", (event) => pressed(box, event));
  return box;
}

function ask(box) {
  clearTimeout(box.due);
  const text = box.input.value;
  if (text.length < (box.element.min_query_length ?? LEAST)) return show(box, null);
  box.due = setTimeout(() => look(box, text), STILL);
  return null;
}

async function look(box, text) {
  box.asked += 1;
  const { asked } = box;
  const answer = await box.field.suggest(text);
  if (asked !== box.asked || document.activeElement !== box.input) return;
  box.found = answer ? optionChoices(answer) : [];
  box.at = 0;
  show(box, answer ? "Nothing found." : "The app did not answer.");
}

/* `otherwise` is said when nothing was found; null closes the list. */
function show(box, otherwise) {
  const { list, input, found } = box;
  const open = otherwise !== null;
  input.setAttribute("aria-expanded", String(open));
  if (!open) {
    box.found = [];
    if (list.matches(":popover-open")) list.hidePopover();
    return input.removeAttribute("aria-activedescendant");
  }
  fill(list, found.length ? found.map((choice, index) => option(box, choice, index)) : el("p.hint", null, otherwise));
  list.style.setProperty("width", `${input.offsetWidth}px`);
  if (!list.matches(":popover-open")) list.showPopover();
  place(list, input);
  return mark(box);
}

function option(box, choice, index) {
  const mousedown = (event) => {
    event.preventDefault();
    take(box, choice);
  };
  const about = choice.note || choice.group;
  return el(
    "div.menu-item",
    { id: `${box.list.id}-${index}`, role: "option", on: { mousedown } },
    el("span.menu-label", null, choice.label),
    about ? el("span.option-description", null, about) : null,
  );
}

function take(box, choice) {
  show(box, null);
  box.pick(choice);
}

function mark(box) {
  [...box.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === box.at)));
  if (box.found.length) box.input.setAttribute("aria-activedescendant", `${box.list.id}-${box.at}`);
  box.list.children[box.at]?.scrollIntoView({ block: "nearest" });
}

function pressed(box, event) {
  if (!box.list.matches(":popover-open")) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && box.found.length) {
    box.at = (box.at + step + box.found.length) % box.found.length;
    mark(box);
  } else if (event.key === "Enter" && box.found.length) take(box, box.found[box.at]);
  else if (event.key === "Escape") show(box, null);
  else return;
  event.preventDefault();
  event.stopPropagation();
}
