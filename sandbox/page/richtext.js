/** Draws rich_text blocks. */

import { el } from "./dom.js";
import { drawNodes, link } from "./draw.js";
import { emoji } from "./emoji.js";
import { safeUrl } from "./mrkdwn.js";
import { unknownBox } from "./unknown.js";

/** Draws the elements of a rich_text block. */
export function drawRichText(elements, world) {
  return el(
    "div.rich.text",
    null,
    elements.map((part) => drawPart(part, world)),
  );
}

const leavesOf = (part, world) => (part.elements ?? []).map((leaf) => drawLeaf(leaf, world));

const PARTS = {
  rich_text_section: (part, world) => el("div.rich-section", null, leavesOf(part, world)),
  rich_text_quote: (part, world) => el("blockquote", null, leavesOf(part, world)),
  rich_text_preformatted: (part, world) =>
    el("pre", { tabindex: "0", title: part.language ?? null }, leavesOf(part, world)),
  rich_text_list: drawList,
};

function drawPart(part, world) {
  return Object.hasOwn(PARTS, part.type) ? PARTS[part.type](part, world) : unknownBox("part", part);
}

function drawList(part, world) {
  const depth = Math.min(Math.max(Number(part.indent) || 0, 0), 8);
  const border = part.border ? ".has-border" : "";
  const ordered = part.style === "ordered";
  const start = ordered && part.offset ? { start: String(Number(part.offset) + 1) } : null;
  const items = part.elements.map((item) => el("li", null, leavesOf(item, world)));
  return el(`${ordered ? "ol" : "ul"}.depth-${depth}${border}`, start, items);
}

const LEAVES = {
  text: (leaf) => leaf.text,
  link: (leaf) => (safeUrl(leaf.url) ? link(safeUrl(leaf.url), leaf.text || leaf.url) : leaf.text || leaf.url),
  emoji: (leaf) => emoji(leaf.name) ?? `:${leaf.name}:`,
  user: (leaf, world) => drawNodes([{ kind: "user", id: leaf.user_id, label: "" }], world),
  channel: (leaf, world) => drawNodes([{ kind: "channel", id: leaf.channel_id, label: "" }], world),
  usergroup: (leaf, world) => drawNodes([{ kind: "group", id: leaf.usergroup_id, label: "" }], world),
  broadcast: (leaf, world) => drawNodes([{ kind: "special", text: `@${leaf.range}` }], world),
  date: (leaf, world) =>
    drawNodes(
      [
        {
          kind: "date",
          unix: leaf.timestamp,
          format: leaf.format,
          href: leaf.url ? safeUrl(leaf.url) : null,
          fallback: leaf.fallback ?? "",
        },
      ],
      world,
    ),
  color: drawColor,
};

function drawColor(leaf) {
  const swatch = el("span.swatch", { "aria-hidden": "true" });
  if (/^#[0-9a-f]{3,8}$/i.test(leaf.value)) swatch.style.setProperty("background-color", leaf.value);
  return [swatch, el("code", null, leaf.value)];
}

const STYLES = { code: "code", bold: "b", italic: "i", strike: "s", underline: "u", highlight: "mark" };

function drawLeaf(leaf, world) {
  if (!Object.hasOwn(LEAVES, leaf.type)) return unknownBox("part", leaf);
  const tags = Object.keys(STYLES).filter((name) => leaf.style?.[name]);
  return tags.reduce((content, name) => el(STYLES[name], null, content), LEAVES[leaf.type](leaf, world));
}
