/** Draws Block Kit blocks. A `host` says what the controls among them hold and what happens when one is used. */

import { el, uid } from "./dom.js";
import { drawMrkdwn, drawText, plainText } from "./draw.js";
import { drawElement } from "./elements.js";
import { icon } from "./icons.js";
import { drawMarkdown } from "./markdown.js";
import { drawRichText } from "./richtext.js";

/**
 * Draws one block. `host` is {world, surface, value(block, element), change(block, element, value),
 * press(block, element, value), pending(block, element), key}.
 */
export function drawBlock(block, host) {
  const draw = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type] : unknown;
  return draw(block, host);
}

/** Draws a list of blocks. */
export function drawBlocks(blocks, host) {
  return el(
    "div.blocks",
    null,
    blocks.map((block) => drawBlock(block, host)),
  );
}

const BLOCKS = {
  header: (block) =>
    el("div.block-header", { role: "heading", "aria-level": String((block.level ?? 1) + 2) }, plainText(block.text)),
  divider: () => el("hr.block-divider"),
  section: drawSection,
  context: drawContext,
  actions: (block, host) =>
    el(
      "div.block-actions",
      null,
      block.elements.map((one) => drawElement(one, block, host)),
    ),
  context_actions: (block, host) =>
    el(
      "div.block-actions",
      null,
      block.elements.map((one) => drawElement(one, block, host)),
    ),
  image: (block) => picture(block.alt_text, plainText(block.title)),
  video: (block) => picture(block.alt_text, plainText(block.title)),
  rich_text: (block, host) => drawRichText(block.elements, host.world),
  markdown: (block, host) => drawMarkdown(block.text, host.world),
  table: drawTable,
  input: drawInput,
  alert: drawAlert,
  card: drawCard,
  container: drawContainer,
};

function unknown(block) {
  return el("div.block-unknown", null, `This sandbox does not draw blocks of type “${block.type}”.`);
}

function drawSection(block, host) {
  const { world } = host;
  const text = block.text && el("div.section-text.text", null, drawText(block.text, world));
  const fields = block.fields?.length
    ? el(
        "div.fields",
        null,
        block.fields.map((field) => el("div.field.text", null, drawText(field, world))),
      )
    : null;
  const accessory = block.accessory && el("div.accessory", null, drawElement(block.accessory, block, host));
  return el("div.block-section", null, el("div.section-main", null, text, fields), accessory);
}

function drawContext(block, host) {
  const part = (one) =>
    one.type === "image" ? thumbnail(one.alt_text) : el("span.text", null, drawText(one, host.world));
  return el("div.block-context", null, block.elements.map(part));
}

function thumbnail(alt) {
  return el("span.thumbnail", { role: "img", "aria-label": alt, title: alt }, icon("image"));
}

function picture(alt, title) {
  const words = el("span.picture-words", null, icon("image"), el("span", null, alt || "Image"));
  return el(
    "figure.picture",
    null,
    title ? el("figcaption", null, title) : null,
    el("div.picture-frame", { role: "img", "aria-label": alt || "Image" }, words),
  );
}

function drawTable(block, host) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (one, index) => {
    const setting = settings[index] ?? {};
    return el(
      `${tag}.align-${["center", "right"].includes(setting.align) ? setting.align : "left"}`,
      tag === "th" ? { scope: "col" } : null,
      cellContent(one, host),
    );
  };
  const [head = [], ...rows] = block.rows;
  const body = rows.map((row) => el("tr", null, row.map(cell("td"))));
  return el(
    "div.table-frame",
    { tabindex: "0", role: "region", "aria-label": "Table" },
    el("table", null, el("thead", null, el("tr", null, head.map(cell("th")))), el("tbody", null, body)),
  );
}

function cellContent(cell, host) {
  if (cell.type === "rich_text") return drawRichText(cell.elements, host.world);
  return String(cell.text ?? cell.value ?? "");
}

function drawAlert(block, host) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  const sign = { warning: "warn", error: "warn", success: "check" }[level] ?? "info";
  return el(
    `div.block-alert.is-${level}`,
    { role: "note" },
    icon(sign),
    el("div.text", null, drawText(block.text, host.world)),
  );
}

function drawCard(block, host) {
  const line = (name) => block[name] && el(`div.card-${name}.text`, null, drawText(block[name], host.world));
  const buttons = (block.actions ?? []).map((one) => drawElement(one, block, host));
  return el(
    "div.block-card",
    null,
    ["title", "subtitle", "body", "subtext"].map(line),
    buttons.length ? el("div.block-actions", null, buttons) : null,
  );
}

function drawContainer(block, host) {
  const title = plainText(block.title);
  const children = block.child_blocks ?? block.blocks ?? [];
  return el("div.block-container", null, title ? el("div.card-title", null, title) : null, drawBlocks(children, host));
}

function drawInput(block, host) {
  const id = uid("field");
  const grouped = ["radio_buttons", "checkboxes"].includes(block.element.type);
  const optional = block.optional ? el("span.optional", null, " (optional)") : null;
  const label = el(
    grouped ? "div.label" : "label.label",
    { for: grouped ? null : id, id: `${id}-label` },
    plainText(block.label),
    optional,
  );
  const field = { id, labelledBy: `${id}-label`, describedBy: `${id}-error ${id}-hint`, required: !block.optional };
  const control = drawElement(block.element, block, host, field);
  const error = el("div.field-error", { id: `${id}-error`, role: "alert", hidden: true });
  const hint = block.hint && el("div.hint", { id: `${id}-hint` }, plainText(block.hint));
  return el("div.block-input", { "data-block": block.block_id }, label, control, error, hint);
}

/** What a message without blocks says, or the blocks it has. */
export function drawContent(message, host) {
  if (message.blocks?.length) return drawBlocks(message.blocks, host);
  return el("div.text.message-text", null, drawMrkdwn(message.text, host.world));
}
