/** Lists messages: grouped by day and author, redrawn one by one as they change. */

import { drawContent } from "./blocks.js";
import { momentOf } from "./dates.js";
import { classes, el, reconcile } from "./dom.js";
import { avatar } from "./draw.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { messageShortcuts, hasShortcuts } from "./shortcuts.js";
import { upload } from "./uploads.js";
import { initialValue } from "./values.js";
import { suggested } from "./viewform.js";

const GROUP_SECONDS = 300;

/** Makes a list; `update(messages, newSince)` redraws what changed and leaves the rest alone. */
export function messageList(store, { label, threads }) {
  const node = el("div.messages", { role: "log", "aria-label": label, "aria-live": "polite" });
  const update = (messages, newSince = null) => {
    const around = surroundings(store);
    reconcile(node, withDividers(messages, newSince, store.calendar()), {
      key: (item) => item.key,
      signature: (item) => (item.message ? messageSignature(store, item, around) : JSON.stringify(item)),
      build: (item) => (item.message ? drawMessage(store, item, threads) : drawDivider(item)),
    });
  };
  return { node, update };
}

/* What a message's looks depend on beside itself. */
function surroundings({ state }) {
  return JSON.stringify([state.me.id, state.thread, state.names, state.snapshot?.app?.shortcuts]);
}

function messageSignature(store, item, around) {
  const { last_reply: last } = item.message;
  const day = last ? store.calendar().dayLabel(momentOf(last)) : null;
  return JSON.stringify([item, pendingOf(store, item.message), day, around]);
}

function withDividers(messages, newSince, calendar) {
  const items = [];
  let before = null;
  for (const message of messages) {
    const moment = momentOf(message.ts);
    const newDay = !before || !calendar.sameDay(momentOf(before.ts), moment);
    if (newDay) items.push({ key: `day-${message.ts}`, day: calendar.dayLabel(moment) });
    if (message.ts === newSince) items.push({ key: `new-${message.ts}`, fresh: true });
    const compact = !newDay && message.ts !== newSince && follows(before, message);
    items.push({ key: `${message.ephemeral ? "only" : "all"}-${message.ts}`, message, compact });
    before = message;
  }
  return items;
}

/* A message made of blocks stands for itself: without its author's name two cards would run into one another. */
function follows(before, message) {
  const near = Number.parseFloat(message.ts) - Number.parseFloat(before.ts) < GROUP_SECONDS;
  const alike = before.user === message.user && before.ephemeral === message.ephemeral;
  return near && alike && !before.reply_count && !message.blocks?.length;
}

function drawDivider({ day, fresh }) {
  if (fresh) return el("div.new-line", { role: "separator" }, el("span", null, "New"));
  return el("div.day-line", { role: "separator" }, el("span", null, day));
}

function drawMessage(store, { message, compact }, threads) {
  const author = authorOf(store.state, message);
  const moment = momentOf(message.ts);
  const calendar = store.calendar();
  const body = [
    message.ephemeral ? onlyYou() : null,
    compact ? null : messageHead(message, author.real_name, moment, calendar),
    drawContent(message, messageHost(store, message)),
    edited(message),
    reactions(message),
    threads ? replies(store, message) : null,
  ];
  const node = el(
    "article.message",
    { "data-ts": message.ts, "aria-label": `${author.real_name}, ${calendar.clock(moment)}` },
    el("div.message-side", null, compact ? sideTime(moment, calendar) : avatar(author)),
    el("div.message-body", null, body),
    message.ephemeral ? null : messageTools(store, message, threads),
  );
  const open = threads && store.state.thread === message.ts;
  return classes(node, { "is-compact": compact, "is-ephemeral": message.ephemeral, "is-open": open });
}

function authorOf({ people, names }, { user, bot }) {
  return people.get(user) ?? { real_name: names.users[user] ?? user, is_bot: bot };
}

const sideTime = (moment, calendar) => el("time.side-time", { title: calendar.inFull(moment) }, calendar.clock(moment));

function messageHead(message, name, moment, calendar) {
  const badge = message.bot ? el("span.app-badge", null, "APP") : null;
  const props = { datetime: moment.toISOString(), title: calendar.inFull(moment) };
  const when = el("time.when", props, calendar.clock(moment));
  return el("header.message-head", null, el("b.author", null, name), badge, when);
}

const onlyYou = () => el("div.only-you", null, icon("eye"), "Only visible to you");
const edited = (message) => (message.edited ? el("span.edited", null, "(edited)") : null);

function reactions({ reactions: given }) {
  if (!given?.length) return null;
  return el(
    "div.reactions",
    null,
    given.map(({ name, count }) =>
      el("span.reaction", { title: `:${name}:` }, emoji(name) ?? `:${name}:`, el("b", null, String(count))),
    ),
  );
}

function replies(store, message) {
  if (!message.reply_count) return null;
  const faces = (message.reply_users ?? []).slice(0, 5).map((id) => avatar(store.state.people.get(id), "tiny"));
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.last_reply
    ? el("span.last-reply", null, lastReply(momentOf(message.last_reply), store.calendar()))
    : null;
  return el(
    "button.replies",
    { type: "button", "data-focus": `replies-${message.ts}`, on: { click: () => store.go({ thread: message.ts }) } },
    faces,
    el("b", null, count),
    last,
  );
}

function lastReply(moment, calendar) {
  const day = calendar.dayLabel(moment);
  return `Last reply ${day[0].toLowerCase()}${day.slice(1)} at ${calendar.clock(moment)}`;
}

function messageTools(store, message, threads) {
  const tools = [
    threads ? threadButton(store, message) : null,
    hasShortcuts(store.state, "message") ? messageShortcuts(store, message) : null,
  ].filter(Boolean);
  return tools.length ? el("div.message-tools", null, tools) : null;
}

function threadButton(store, message) {
  const click = () => store.go({ thread: message.thread_ts ?? message.ts });
  const words = "Reply in thread";
  return el(
    "button.icon-button",
    { type: "button", "aria-label": words, title: words, "data-focus": `reply-${message.ts}`, on: { click } },
    icon("reply"),
  );
}

const chosen = new Map();
const slot = (message, block, element) => `press/${message.ts}/${block.block_id}/${element.action_id}`;

function pendingOf(store, message) {
  const prefix = `press/${message.ts}/`;
  return [...(message.pending ?? []), ...[...store.state.pressing].filter((key) => key.startsWith(prefix))];
}

/* Whoever sees the message when it is drawn is the one who acts on it. */
function messageHost(store, message) {
  const me = store.state.me.id;
  const channel = store.state.snapshot.channel.id;
  const address = (block, element) => ({
    channel,
    ts: message.ts,
    block_id: block.block_id,
    action_id: element.action_id,
  });
  const kept = (block, element) => `${me}/${slot(message, block, element)}`;
  return {
    key: message.ts,
    me,
    surface: "message",
    world: store.world(),
    value: (block, element) => chosen.get(kept(block, element)) ?? initialValue(element, channel),
    change: (block, element, value) => chosen.set(kept(block, element), value),
    pending: (block, element) =>
      store.state.pressing.has(slot(message, block, element)) || (message.pending ?? []).includes(element.action_id),
    press: (block, element, value) =>
      store.awaiting(slot(message, block, element), () => store.api.press(me, { ...address(block, element), value })),
    suggest: (block, element, words) => suggested(store, me, { ...address(block, element), value: words }),
    upload: (file) => upload(store, me, file),
  };
}
