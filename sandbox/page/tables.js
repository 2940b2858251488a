/** Draws tables: plain ones, and those that are paged and have a caption. */

import { el, fill } from "./dom.js";
import { plainText } from "./draw.js";
import { drawRichText } from "./richtext.js";
import { unknownBox } from "./unknown.js";

const SIDES = ["center", "right"];

/** A table block; its first row is the heading. */
export function drawTable(block, host) {
  const [head = [], ...rows] = block.rows;
  const columns = block.column_settings ?? [];
  return frame("Table", [tableHead(head, columns, host), tableBody(rows, columns, host)]);
}

function frame(label, parts) {
  return el("div.table-frame", { tabindex: "0", role: "region", "aria-label": label }, el("table", null, parts));
}

const tableHead = (head, columns, host) => el("thead", null, el("tr", null, head.map(cellOf("th", columns, host))));

const tableBody = (rows, columns, host) =>
  el(
    "tbody",
    null,
    rows.map((row) => el("tr", null, row.map(cellOf("td", columns, host)))),
  );

function cellOf(tag, columns, host) {
  return (cell, index) => {
    const { align, is_wrapped: wrapped } = columns[index] ?? {};
    const side = SIDES.includes(align) ? align : "left";
    const cut = wrapped === false ? ".is-one-line" : "";
    return el(`${tag}.align-${side}${cut}`, tag === "th" ? { scope: "col" } : null, cellContent(cell, host));
  };
}

function cellContent(cell, host) {
  if (cell.type === "rich_text") return drawRichText(cell.elements, host.world);
  if (!["raw_text", "raw_number"].includes(cell.type)) return unknownBox("part", cell);
  return String(cell.text ?? cell.value ?? "");
}

const pages = new Map();

/** A data table: a caption, and so many rows at a time. */
export function drawDataTable(block, host) {
  const [head = [], ...rows] = block.rows;
  const size = block.page_size ?? 5;
  const last = Math.max(0, Math.ceil(rows.length / size) - 1);
  const key = `${host.key}/${block.block_id}`;
  const caption = typeof block.caption === "string" ? block.caption : plainText(block.caption);
  const body = el("tbody");
  const where = el("span.table-where");
  const turn = (step) => {
    const page = Math.min(last, Math.max(0, (pages.get(key) ?? 0) + step));
    pages.set(key, page);
    fill(body, [...tableBody(rows.slice(page * size, (page + 1) * size), [], host).childNodes]);
    where.textContent = `Page ${page + 1} of ${last + 1}, ${rows.length} rows`;
    back.disabled = page === 0;
    next.disabled = page === last;
  };
  const back = pager("Previous page", "‹", () => turn(-1));
  const next = pager("Next page", "›", () => turn(1));
  turn(0);
  const table = frame(caption || "Table", [
    caption ? el("caption", null, caption) : null,
    tableHead(head, [], host),
    body,
  ]);
  return el("div.data-table", null, table, last ? el("div.table-pages", null, back, where, next) : null);
}

const pager = (label, sign, click) =>
  el("button.button.is-icon", { type: "button", "aria-label": label, title: label, on: { click } }, sign);
