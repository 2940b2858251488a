/** Draws the `markdown` block: the part of Markdown that bots use, line by line. */

import { el } from "./dom.js";
import { drawNodes, link } from "./draw.js";
import { inline, safeUrl } from "./mrkdwn.js";

const LINE = [
  ["heading", /^(#{1,6})\s+(.*)$/],
  ["rule", /^(?:---+|\*\*\*+|___+)\s*$/],
  ["task", /^(\s*)[-*+]\s+(\[[ xX]\]\s+.*)$/],
  ["bullet", /^(\s*)[-*+]\s+(.*)$/],
  ["number", /^(\s*)\d+[.)]\s+(.*)$/],
  ["quote", /^()>\s?(.*)$/],
  ["row", /^()\|(.+)\|\s*$/],
];

/** Draws Markdown text. */
export function drawMarkdown(text, world) {
  const parts = String(text ?? "").split(/```[^\n`]*\n([\s\S]*?)\n?```/);
  const drawn = parts.map((part, index) => (index % 2 ? el("pre", { tabindex: "0" }, part) : drawLines(part, world)));
  return el("div.rich.text.markdown", null, drawn);
}

function drawLines(text, world) {
  const groups = [];
  for (const line of text.split("\n")) {
    const entry = classify(line);
    const last = groups.at(-1);
    if (last?.kind === entry.kind && entry.kind !== "heading") last.entries.push(entry);
    else groups.push({ kind: entry.kind, entries: [entry] });
  }
  return groups.map((group) => GROUPS[group.kind](group.entries, world));
}

function classify(line) {
  for (const [kind, pattern] of LINE) {
    const hit = pattern.exec(line);
    if (hit) return { kind, level: hit[1]?.length ?? 0, text: hit[2] ?? "" };
  }
  return line.trim() ? { kind: "paragraph", level: 0, text: line } : { kind: "blank", level: 0, text: "" };
}

const depthOf = ({ level }) => Math.min(Math.floor(level / 2), 3);

const items = (tag) => (entries, world) =>
  el(
    tag,
    null,
    entries.map((one) => el(`li.deep-${depthOf(one)}`, null, drawInline(one.text, world))),
  );
const lines = (entries) => entries.map((one) => one.text).join("\n");

function drawTask(entry, world) {
  const done = /^\[[xX]\]/.test(entry.text);
  const sign = el("span", { role: "img", "aria-label": done ? "Done" : "Not done" }, done ? "☑ " : "☐ ");
  return el(`li.deep-${depthOf(entry)}`, null, sign, drawInline(entry.text.replace(/^\[.\]\s+/, ""), world));
}

const RULE_ROW = /^[\s:|-]+$/;

function drawRows(entries, world) {
  const ruled = RULE_ROW.test(entries[1]?.text ?? "");
  if (!ruled) return el("p", null, drawInline(entries.map(({ text }) => `|${text}|`).join("\n"), world));
  const cells = ({ text }, tag) => text.split("|").map((cell) => el(tag, null, drawInline(cell.trim(), world)));
  const [head, , ...body] = entries;
  return el(
    "div.table-frame",
    { tabindex: "0", role: "region", "aria-label": "Table" },
    el(
      "table",
      null,
      el("thead", null, el("tr", null, cells(head, "th"))),
      el(
        "tbody",
        null,
        body.map((row) => el("tr", null, cells(row, "td"))),
      ),
    ),
  );
}

const GROUPS = {
  heading: ([one], world) =>
    el(
      `div.markdown-heading.is-${Math.min(one.level, 3)}`,
      { role: "heading", "aria-level": String(Math.min(one.level + 2, 6)) },
      drawInline(one.text, world),
    ),
  rule: () => el("hr.block-divider"),
  task: (entries, world) =>
    el(
      "ul.tasks",
      null,
      entries.map((one) => drawTask(one, world)),
    ),
  bullet: items("ul"),
  number: items("ol"),
  row: drawRows,
  quote: (entries, world) => el("blockquote", null, drawInline(lines(entries), world)),
  paragraph: (entries, world) => el("p", null, drawInline(lines(entries), world)),
  blank: () => null,
};

const INLINE = /\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\n]+)\*|~~([^~\n]+)~~|`([^`\n]+)`|!?\[([^\]\n]*)\]\(([^)\s]+)\)/g;

function drawInline(text, world) {
  const nodes = [];
  let at = 0;
  for (const hit of text.matchAll(INLINE)) {
    nodes.push(drawNodes(inline(text.slice(at, hit.index)), world), drawHit(hit, world));
    at = hit.index + hit[0].length;
  }
  return [...nodes, drawNodes(inline(text.slice(at)), world)];
}

function drawHit([whole, bold, alsoBold, italic, strike, code, label, url]) {
  if (bold ?? alsoBold) return el("b", null, bold ?? alsoBold);
  if (italic) return el("i", null, italic);
  if (strike) return el("s", null, strike);
  if (code) return el("code", null, code);
  const href = safeUrl(url);
  return href ? link(href, label || url) : whole;
}
