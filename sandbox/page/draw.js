/** Draws texts: mrkdwn trees, plain text objects and avatars. */

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { decode, parse } from "./mrkdwn.js";
import { moment } from "./ticking.js";

/** Draws a Slack text object, `{type: "mrkdwn" | "plain_text", text, verbatim?, emoji?}`. */
export function drawText(object, world) {
  if (!object) return [];
  if (object.type === "mrkdwn") return drawMrkdwn(object.text, world, { verbatim: object.verbatim === true });
  return [plainText(object)];
}

/** What a plain text object says, emoji codes replaced unless it forbids them. */
export function plainText(object) {
  const text = decode(object?.text ?? "");
  return object?.emoji === false ? text : withEmoji(text);
}

/** Draws mrkdwn as a list of nodes. */
export function drawMrkdwn(text, world, options) {
  return drawNodes(parse(text, options), world);
}

/** Draws a tree made by mrkdwn.js. */
export function drawNodes(nodes, world) {
  return nodes.map((node) => DRAW[node.kind](node, world));
}

const wrap = (tag) => (node, world) => el(tag, null, drawNodes(node.children, world));

const DRAW = {
  text: (node) => node.text,
  bold: wrap("b"),
  italic: wrap("i"),
  strike: wrap("s"),
  quote: wrap("blockquote"),
  code: (node) => el("code", null, node.text),
  pre: (node) => el("pre", { tabindex: "0" }, node.text),
  emoji: (node) => el("span.emoji", { role: "img", "aria-label": node.name.replaceAll("_", " ") }, node.text),
  link: (node) => link(node.href, node.text),
  user: (node, world) => mention(`@${world.nameOf(node.id) ?? (node.label || node.id)}`, node.id === world.me.id),
  group: (node, world) =>
    mention(`@${(world.names.groups[node.id] ?? (node.label || node.id)).replace(/^@/, "")}`, false),
  special: (node) => mention(node.text, true),
  channel: (node, world) => channelLink(node, world),
  date: drawDate,
};

function mention(text, mine) {
  return el(mine ? "span.mention.is-me" : "span.mention", null, text);
}

function channelLink(node, world) {
  const name = world.names.channels[node.id] ?? node.label;
  const go = () => world.openChannel(node.id);
  return name
    ? el("button.mention.as-link", { type: "button", on: { click: go } }, `#${name}`)
    : mention("#a private channel", false);
}

function drawDate(node, world) {
  if (!Number.isFinite(new Date(node.unix * 1000).getTime())) return node.fallback;
  const time = moment(node.unix, node.format, world.calendar);
  return node.href ? link(node.href, time) : time;
}

/** A link that opens apart and tells where it leads; the address must have passed `safeUrl`. */
export function link(href, content) {
  return el("a", { href, title: href, target: "_blank", rel: "noopener noreferrer" }, content);
}

/** A square with a person's initials in their colour, or a bot's face. */
export function avatar(person, size = "") {
  const face = person?.is_bot ? icon("bot") : (person?.initials ?? "?");
  const node = el(`span.avatar${size ? `.${size}` : ""}`, { "aria-hidden": "true" }, face);
  if (person?.color) paint(node, person.color);
  return node;
}

/* White initials need a ground dark enough to be read on; a lighter colour is darkened until they can be. */
const DARK_ENOUGH = 0.18;

function paint(node, color) {
  const hex = /^#?([0-9a-f]{6})$/i.exec(color)?.[1];
  if (!hex) return;
  let rgb = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  while (luminance(rgb) > DARK_ENOUGH) rgb = rgb.map((part) => Math.floor(part * 0.96));
  node.style.setProperty("background-color", `rgb(${rgb.join(" ")})`);
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
