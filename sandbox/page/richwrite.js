/** Turns what is typed with mrkdwn marks into a rich_text value, and back; knows nothing of the DOM. */

import { inline, parse } from "./mrkdwn.js";

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const STYLES = { bold: "*", italic: "_", strike: "~", code: "`" };
const LISTED = [
  ["bullet", /^[-•]\s+(.*)$/],
  ["ordered", /^\d+[.)]\s+(.*)$/],
];

/* What a person types never names anybody: a mention is something Slack's own field would have put there. */
const escaped = (text) => text.replace(/[&<>]/g, (sign) => SIGNS[sign]);

/** The rich_text value for a text; null for an empty one. */
export function toRich(text) {
  if (!text.trim()) return null;
  const elements = text
    .split(/(```[\s\S]+?```\n?)/)
    .filter(Boolean)
    .flatMap((part) => (part.startsWith("```") ? sections(part) : listsIn(part)));
  return { type: "rich_text", elements };
}

function listsIn(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const [style, words] = listed(line);
    const last = groups.at(-1);
    if (last?.style === style) last.lines.push(words);
    else groups.push({ style, lines: [words] });
  }
  return groups.flatMap(({ style, lines }) => (style ? [listOf(style, lines)] : sections(lines.join("\n"))));
}

function listed(line) {
  for (const [style, pattern] of LISTED) {
    const hit = pattern.exec(line);
    if (hit) return [style, hit[1]];
  }
  return [null, line];
}

const section = (nodes) => ({ type: "rich_text_section", elements: nodes.flatMap((node) => leaves(node, {})) });

const listOf = (style, lines) => ({
  type: "rich_text_list",
  style,
  elements: lines.map((line) => section(inline(escaped(line)))),
});

function sections(text) {
  const parts = [];
  let run = [];
  const flush = () => {
    if (run.length) parts.push(section(run));
    run = [];
  };
  for (const node of parse(escaped(text))) {
    if (Object.hasOwn(APART, node.kind)) {
      flush();
      parts.push(APART[node.kind](node));
    } else run.push(node);
  }
  flush();
  return parts;
}

const APART = {
  pre: (node) => ({ type: "rich_text_preformatted", elements: [{ type: "text", text: node.text }] }),
  quote: (node) => ({ ...section(node.children), type: "rich_text_quote" }),
};

function leaves(node, style) {
  const styled = Object.keys(style).length ? { style } : {};
  if (node.kind === "emoji") return [{ type: "emoji", name: node.name, ...styled }];
  if (node.kind === "link") return [{ type: "link", url: node.href, text: node.text, ...styled }];
  if (node.kind === "code") return [{ type: "text", text: node.text, style: { ...style, code: true } }];
  if (node.children) return node.children.flatMap((child) => leaves(child, { ...style, [node.kind]: true }));
  return [{ type: "text", text: node.text, ...styled }];
}

/** The text that stands for a rich_text value. */
export function fromRich(value) {
  return (value?.elements ?? []).map(partText).join("\n");
}

function partText(part) {
  if (part.type === "rich_text_list")
    return part.elements
      .map((item, index) => (part.style === "ordered" ? `${index + 1}. ` : "- ") + partText(item))
      .join("\n");
  const text = (part.elements ?? []).map(leafText).join("");
  if (part.type === "rich_text_preformatted") return `\`\`\`\n${text}\n\`\`\``;
  return part.type === "rich_text_quote" ? text.replace(/^/gm, "> ") : text.replace(/\n$/, "");
}

function leafText(leaf) {
  const text = leaf.type === "emoji" ? `:${leaf.name}:` : (leaf.text ?? leaf.url ?? "");
  return Object.keys(STYLES).reduce(
    (words, name) => (leaf.style?.[name] ? STYLES[name] + words + STYLES[name] : words),
    text,
  );
}
