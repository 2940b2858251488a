/** Reads Slack's mrkdwn into a small tree of plain objects; knows nothing of the DOM. */

import { emoji, withEmoji } from "./emoji.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const STYLES = { "*": "bold", _: "italic", "~": "strike" };
const SAFE = new Set(["http:", "https:", "mailto:"]);

/** Turns `&lt; &gt; &amp;` back into characters, and nothing else. */
export function decode(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}

/** The address when it is http, https or mailto; null for everything else. */
export function safeUrl(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && SAFE.has(url.protocol) ? url.href : null;
}

/** Reads a whole text: a list of nodes `{kind, text?, children?, …}`, fences and quotes as blocks of their own. */
export function parse(text, options = {}) {
  return fences(String(text ?? "")).flatMap((part) => (part.kind ? [part] : quotes(part.text, options)));
}

function fences(text) {
  const parts = [];
  let at = 0;
  for (const hit of text.matchAll(/```\n?([\s\S]+?)\n?```\n?/g)) {
    parts.push({ text: text.slice(at, hit.index).replace(/\n$/, "") }, { kind: "pre", text: decode(hit[1]) });
    at = hit.index + hit[0].length;
  }
  return [...parts, { text: text.slice(at) }].filter((part) => part.text);
}

const QUOTED = /^(?:&gt;|>)(?!>>|&gt;&gt;) ?/;
const REST = /^(?:>>>|&gt;&gt;&gt;) ?/;

function quotes(text, options) {
  const groups = [];
  let rest = false;
  for (const line of text.split("\n")) {
    const opens = !rest && REST.test(line);
    rest ||= opens;
    const quoted = rest || QUOTED.test(line);
    const bare = opens ? line.replace(REST, "") : rest ? line : line.replace(QUOTED, "");
    const last = groups.at(-1);
    if (last?.quoted === quoted) last.lines.push(bare);
    else groups.push({ quoted, lines: [bare] });
  }
  return groups.flatMap(({ quoted, lines }) => {
    const children = inline(lines.join("\n"), options);
    return quoted ? [{ kind: "quote", children }] : children;
  });
}

/** Reads text without fences or quotes. */
export function inline(text, options = {}) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) nodes.push({ kind: "text", text: decode(plain) });
    plain = "";
  };
  while (at < text.length) {
    const hit = token(text, at, options);
    if (hit) {
      flush();
      nodes.push(hit.node);
    } else plain += text[at];
    at += hit ? hit.length : 1;
  }
  flush();
  return nodes;
}

function token(text, at, options) {
  switch (text[at]) {
    case "`":
      return code(text, at);
    case "<":
      return angle(text, at);
    case ":":
      return shortCode(text, at);
    case "h":
      return options.verbatim ? null : bareUrl(text, at);
    case "*":
    case "_":
    case "~":
      return styled(text, at, options);
    default:
      return null;
  }
}

function sticky(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function code(text, at) {
  const hit = sticky(/`([^`\n]+)`/y, text, at);
  return hit && { node: { kind: "code", text: decode(hit[1]) }, length: hit[0].length };
}

function shortCode(text, at) {
  const hit = sticky(/:([a-z0-9_+-]{1,40}):/y, text, at);
  const char = hit && emoji(hit[1]);
  return char ? { node: { kind: "emoji", text: char, name: hit[1] }, length: hit[0].length } : null;
}

function bareUrl(text, at) {
  if (/\w/.test(text[at - 1] ?? "")) return null;
  const found = sticky(/https?:\/\/[^\s<>|"]+/y, text, at)?.[0].replace(/[.,;:!?)\]}'*_~]+$/, "");
  const href = found && safeUrl(decode(found));
  return href ? { node: { kind: "link", href, text: decode(found) }, length: found.length } : null;
}

const STYLED = { "*": /\*([^*\n]+)\*/y, _: /_([^_\n]+)_/y, "~": /~([^~\n]+)~/y };

function styled(text, at, options) {
  const mark = text[at];
  const hit = /\w/.test(text[at - 1] ?? "") ? null : sticky(STYLED[mark], text, at);
  if (!hit || hit[1].trim() !== hit[1] || /\w/.test(text[at + hit[0].length] ?? "")) return null;
  return { node: { kind: STYLES[mark], children: inline(hit[1], options) }, length: hit[0].length };
}

function angle(text, at) {
  const hit = sticky(/<([^<>\n]+)>/y, text, at);
  const node = hit && reference(hit[1]);
  return node ? { node, length: hit[0].length } : null;
}

function reference(body) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? "" : decode(body.slice(bar + 1));
  if (/^@[UW]\w+$/.test(target)) return { kind: "user", id: target.slice(1), label };
  if (/^#[CGD]\w+$/.test(target)) return { kind: "channel", id: target.slice(1), label };
  if (target.startsWith("!")) return special(target.slice(1), label);
  const href = safeUrl(decode(target));
  return href ? { kind: "link", href, text: withEmoji(label) || decode(target).replace(/^mailto:/, "") } : null;
}

function special(target, label) {
  const [name, ...args] = target.split("^");
  if (name === "subteam") return { kind: "group", id: args[0] ?? "", label };
  if (name === "date") return date(args, label);
  return ["here", "channel", "everyone"].includes(name)
    ? { kind: "special", text: `@${name}` }
    : { kind: "text", text: label || `<!${target}>` };
}

function date([unix, format = "", link], fallback) {
  if (!/^\d{1,12}$/.test(unix ?? "")) return { kind: "text", text: fallback };
  return {
    kind: "date",
    unix: Number(unix),
    format: decode(format),
    href: link ? safeUrl(decode(link)) : null,
    fallback,
  };
}
