/** Draws the blocks that hold other things together: alerts, cards, carousels, containers and plans. */

import { el } from "./dom.js";
import { drawText, plainText } from "./draw.js";
import { drawElement } from "./elements.js";
import { icon } from "./icons.js";
import { picture } from "./pictures.js";
import { drawRichText } from "./richtext.js";

const LEVELS = ["info", "warning", "error", "success"];

/** Words in a coloured box, its level told by its sign too. */
export function drawAlert(block, host) {
  const level = LEVELS.includes(block.level) ? block.level : "default";
  const sign = { warning: "warn", error: "warn", success: "check" }[level] ?? "info";
  return el(
    `div.block-alert.is-${level}`,
    { role: "note" },
    icon(sign),
    el("div.text", null, drawText(block.text, host.world)),
  );
}

/** A card: its picture, four kinds of text, its buttons. */
export function drawCard(block, host) {
  const line = (name) => block[name] && el(`div.card-${name}.text`, null, drawText(block[name], host.world));
  const image = block.hero_image ?? block.icon;
  const buttons = (block.actions ?? []).map((one) => drawElement(one, block, host));
  return el(
    "div.block-card",
    null,
    image ? picture(image.alt_text) : null,
    ["title", "subtitle", "body", "subtext"].map(line),
    buttons.length ? el("div.block-actions", null, buttons) : null,
  );
}

/** Cards in a row that scrolls. */
export function drawCarousel(block, host, drawBlock) {
  const cards = (block.elements ?? block.cards ?? []).map((card) => drawBlock(card, host));
  return el("div.block-carousel", { tabindex: "0", role: "region", "aria-label": "Cards" }, cards);
}

/** Blocks under one heading; one that can be closed is closed and opened by its heading. */
export function drawContainer(block, host, drawBlock) {
  const children = (block.child_blocks ?? block.blocks ?? block.elements ?? []).map((child) => drawBlock(child, host));
  const words = [
    el("span.card-title", null, plainText(block.title)),
    block.subtitle ? el("span.card-subtitle", null, plainText(block.subtitle)) : null,
  ];
  const body = el("div.blocks", null, children);
  if (!(block.is_collapsible ?? block.collapsible))
    return el("div.block-container", null, block.title ? words : null, body);
  const open = !(block.is_collapsed ?? block.collapsed);
  return el("details.block-container", { open }, el("summary", null, words), body);
}

const SIGNS = { pending: "circle", in_progress: "half", complete: "check", error: "warn" };
const WORDS = { pending: "Not begun", in_progress: "In progress", complete: "Complete", error: "Failed" };

/** One task, its state told by a sign and in words. */
export function drawTask(block, host) {
  const status = Object.hasOwn(WORDS, block.status) ? block.status : "pending";
  const rich = (part) => (part?.elements ? drawRichText(part.elements, host.world) : null);
  return el(
    `div.block-task.is-${status}`,
    null,
    el("span.task-sign", { role: "img", "aria-label": WORDS[status], title: WORDS[status] }, icon(SIGNS[status])),
    el("div.task-body", null, el("b", null, asWords(block.title)), rich(block.details), rich(block.output)),
  );
}

const asWords = (title) => (typeof title === "string" ? title : plainText(title));

/** A plan: a title and its tasks. */
export function drawPlan(block, host, drawBlock) {
  const tasks = (block.tasks ?? []).map((task) => drawBlock({ type: "task_card", ...task }, host));
  return el("div.block-container", null, el("div.card-title", null, asWords(block.title)), tasks);
}
