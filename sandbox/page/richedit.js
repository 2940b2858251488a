/** Draws the rich text field: a text with marks, and buttons that put them there. */

import { common } from "./control.js";
import { el } from "./dom.js";
import { fromRich, toRich } from "./richwrite.js";

const MARKS = [
  ["Bold", "B", "*", "b"],
  ["Italic", "I", "_", "i"],
  ["Strikethrough", "S", "~", "s"],
  ["Code", "</>", "`", null],
];
const PREFIXES = [
  ["Bulleted list", "•", "- "],
  ["Quote", "❝", "> "],
];

/** A text area with a small toolbar; its value is a rich_text object. */
export function drawRichEdit(element, field) {
  const area = el("textarea.control", {
    ...common(element, field),
    disabled: false,
    rows: "4",
    value: fromRich(field.value),
    on: { input: ({ target }) => field.type(toRich(target.value)) },
  });
  const tools = el(
    "div.rich-tools",
    { role: "toolbar", "aria-label": "Formatting" },
    MARKS.map(([name, sign, mark, tag]) => tool(name, tag ? el(tag, null, sign) : sign, () => wrap(area, mark))),
    PREFIXES.map(([name, sign, prefix]) => tool(name, sign, () => prefixLines(area, prefix))),
  );
  return el("div.rich-edit", null, tools, area);
}

const tool = (name, sign, click) =>
  el("button.rich-tool", { type: "button", "aria-label": name, title: name, on: { click } }, sign);

function wrap(area, mark) {
  const { selectionStart: start, selectionEnd: end } = area;
  replace(area, [start, end], mark + area.value.slice(start, end) + mark, [start + mark.length, end + mark.length]);
}

function prefixLines(area, prefix) {
  const { selectionStart: start, selectionEnd: end } = area;
  const from = area.value.lastIndexOf("\n", start - 1) + 1;
  const text = area.value.slice(from, end).replace(/^/gm, prefix);
  replace(area, [from, end], text, [from + text.length, from + text.length]);
}

function replace(area, [from, to], text, [start, end]) {
  area.setRangeText(text, from, to);
  area.focus();
  area.setSelectionRange(start, end);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
