/** Draws rich_text blocks. */

import { el } from "./dom.js";
import { drawNodes, link } from "./draw.js";
import { emoji } from "./emoji.js";
import { safeUrl } from "./mrkdwn.js";

/** Draws the elements of a rich_text block. */
export function drawRichText(elements, world) {
  return el(
    "div.rich.text",
    null,
    elements.map((part) => drawPart(part, world)),
  );
}

function drawPart(part, world) {
  const content = () => part.elements.map((leaf) => drawLeaf(leaf, world));
  switch (part.type) {
    case "rich_text_section":
      return el("div.rich-section", null, content());
    case "rich_text_quote":
      return el("blockquote", null, content());
    case "rich_text_preformatted":
      return el("pre", { tabindex: "0" }, content());
    case "rich_text_list":
      return drawList(part, world);
    default:
      return null;
  }
}

function drawList(part, world) {
  const depth = Math.min(Math.max(Number(part.indent) || 0, 0), 8);
  const items = part.elements.map((item) =>
    el(
      "li",
      null,
      item.elements.map((leaf) => drawLeaf(leaf, world)),
    ),
  );
  const start = part.style === "ordered" && part.offset ? { start: String(Number(part.offset) + 1) } : null;
  return el(part.style === "ordered" ? `ol.depth-${depth}` : `ul.depth-${depth}`, start, items);
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
      [{ kind: "date", unix: leaf.timestamp, format: leaf.format, href: null, fallback: leaf.fallback ?? "" }],
      world,
    ),
  color: (leaf) => leaf.value,
};

const STYLES = { bold: "b", italic: "i", strike: "s", code: "code", underline: "u" };

function drawLeaf(leaf, world) {
  const draw = Object.hasOwn(LEAVES, leaf.type) ? LEAVES[leaf.type] : () => leaf.text ?? "";
  const tags = Object.keys(STYLES).filter((name) => leaf.style?.[name]);
  return tags.reduce((content, name) => el(STYLES[name], null, content), draw(leaf, world));
}
