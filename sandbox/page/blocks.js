/** Draws Block Kit blocks. A `host` says what the controls among them hold and what happens when one is used. */

import { drawAlert, drawCard, drawCarousel, drawContainer, drawPlan, drawTask } from "./cards.js";
import { el, uid } from "./dom.js";
import { drawMrkdwn, drawText, plainText } from "./draw.js";
import { drawElement } from "./elements.js";
import { drawFiles } from "./files.js";
import { icon } from "./icons.js";
import { folded, isLong } from "./longtext.js";
import { drawMarkdown } from "./markdown.js";
import { drawFileBlock, drawVideo, picture } from "./pictures.js";
import { drawRichText } from "./richtext.js";
import { drawDataTable, drawTable } from "./tables.js";
import { unknownBox } from "./unknown.js";

/**
 * Draws one block. `host` is {key, me, surface, world, value(block, element), change(block, element, value),
 * press(block, element, value), pending(block, element), suggest(block, element, words), upload(file)}.
 */
export function drawBlock(block, host) {
  const draw = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type] : () => unknownBox("block", block);
  const node = draw(block, host, drawBlock);
  if (block.block_id) node.dataset.blockId = block.block_id;
  node.classList.add("block");
  return node;
}

function drawBlocks(blocks, host) {
  return el(
    "div.blocks",
    null,
    blocks.map((block) => drawBlock(block, host)),
  );
}

/** What a message says, in its blocks or else in its text, and the files it carries. */
export function drawContent(message, host) {
  const files = message.files?.length ? drawFiles(message.files) : null;
  if (message.blocks?.length) return [drawBlocks(message.blocks, host), files];
  if (!message.text) return [files];
  const text = el("div.text.message-text", null, drawMrkdwn(message.text, host.world));
  return [isLong(message.text, LONG_MESSAGE) ? folded(text, `${host.key}/text`) : text, files];
}

const LONG_MESSAGE = { characters: 3500, lines: 40 };
const LONG_SECTION = { characters: 900, lines: 14 };

const BLOCKS = {
  header: (block) =>
    el("div.block-header", { role: "heading", "aria-level": String((block.level ?? 1) + 2) }, plainText(block.text)),
  divider: () => el("hr.block-divider"),
  section: drawSection,
  context: drawContext,
  actions: drawActions,
  context_actions: drawActions,
  image: (block) => picture(block.alt_text, plainText(block.title)),
  video: drawVideo,
  file: drawFileBlock,
  rich_text: (block, host) => foldedBlock(block, host, drawRichText(block.elements, host.world)),
  markdown: (block, host) => foldedBlock(block, host, drawMarkdown(block.text, host.world)),
  table: drawTable,
  data_table: drawDataTable,
  input: drawInput,
  alert: drawAlert,
  card: drawCard,
  carousel: drawCarousel,
  container: drawContainer,
  plan: drawPlan,
  task_card: drawTask,
};

function drawActions(block, host) {
  return el(
    "div.block-actions",
    null,
    block.elements.map((one) => drawElement(one, block, host)),
  );
}

const keyOf = (block, host, part) => `${host.key}/${block.block_id}/${part}`;

/* Only messages fold: a modal and a Home are opened to be read. */
const folds = (text, host, room) => host.surface === "message" && isLong(text, room);

function foldedBlock(block, host, node) {
  return folds(node.textContent, host, LONG_MESSAGE) ? folded(node, keyOf(block, host, "block")) : node;
}

function drawSection(block, host) {
  const fields = block.fields?.length
    ? el(
        "div.fields",
        null,
        block.fields.map((field) => el("div.field.text", null, drawText(field, host.world))),
      )
    : null;
  const accessory = block.accessory && el("div.accessory", null, drawElement(block.accessory, block, host));
  const main = el("div.section-main", null, block.text ? sectionText(block, host) : null, fields);
  return el("div.block-section", null, main, accessory);
}

function sectionText(block, host) {
  const text = el("div.section-text.text", null, drawText(block.text, host.world));
  if (block.expand || !folds(block.text.text, host, LONG_SECTION)) return text;
  return folded(text, keyOf(block, host, "section"));
}

function drawContext(block, host) {
  return el(
    "div.block-context",
    null,
    block.elements.map((one) => contextPart(one, host)),
  );
}

function contextPart(part, host) {
  if (part.type === "image")
    return el("span.thumbnail", { role: "img", "aria-label": part.alt_text, title: part.alt_text }, icon("image"));
  if (!["mrkdwn", "plain_text"].includes(part.type)) return unknownBox("element", part);
  return el("span.text", null, drawText(part, host.world));
}

const GROUPS = ["radio_buttons", "checkboxes", "file_input"];

function drawInput(block, host) {
  const id = uid("field");
  const isGroup = GROUPS.includes(block.element.type);
  const optional = block.optional ? el("span.optional", null, " (optional)") : null;
  const label = el(
    isGroup ? "div.label" : "label.label",
    { for: isGroup ? null : id, id: `${id}-label` },
    plainText(block.label),
    optional,
  );
  const described = block.hint ? `${id}-error ${id}-hint` : `${id}-error`;
  const field = { id, labelledBy: `${id}-label`, describedBy: described, required: !block.optional };
  const control = drawElement(block.element, block, host, field);
  const error = el("div.field-error", { id: `${id}-error`, role: "alert", hidden: true });
  const hint = block.hint && el("div.hint", { id: `${id}-hint` }, plainText(block.hint));
  return el("div.block-input", null, label, control, error, hint);
}
