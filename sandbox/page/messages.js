/** Lists messages: grouped by day and author, redrawn one by one as they change. */

import { drawContent } from "./blocks.js";
import { clock, dayLabel, daysFrom, inFull, momentOf } from "./dates.js";
import { classes, el, reconcile } from "./dom.js";
import { avatar } from "./draw.js";
import { emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { initialValue } from "./values.js";

const GROUP_SECONDS = 300;

/** Makes a list; `update(messages, {newSince, threads})` redraws what changed and leaves the rest alone. */
export function messageList(store, { label, threads }) {
  const node = el("div.messages", { role: "log", "aria-label": label, "aria-live": "polite" });
  const update = (messages, newSince = null) => {
    const names = JSON.stringify(store.state.names);
    reconcile(node, withDividers(messages, newSince), {
      key: (item) => item.key,
      signature: (item) => {
        if (!item.message) return item.key;
        const { thread, me } = store.state;
        return JSON.stringify([item, pendingOf(store, item.message), names, thread, me.id]);
      },
      build: (item) => (item.message ? drawMessage(store, item, threads) : drawDivider(item)),
    });
  };
  return { node, update };
}

function withDividers(messages, newSince) {
  const items = [];
  let before = null;
  for (const message of messages) {
    const moment = momentOf(message.ts);
    const newDay = !before || daysFrom(momentOf(before.ts), moment) !== 0;
    if (newDay) items.push({ key: `day-${message.ts}`, day: dayLabel(moment, new Date()) });
    if (message.ts === newSince) items.push({ key: `new-${message.ts}`, fresh: true });
    const compact = !newDay && message.ts !== newSince && follows(before, message);
    items.push({ key: `${message.ephemeral ? "only" : "all"}-${message.ts}`, message, compact });
    before = message;
  }
  return items;
}

function follows(before, message) {
  const near = Number.parseFloat(message.ts) - Number.parseFloat(before.ts) < GROUP_SECONDS;
  return near && before.user === message.user && before.ephemeral === message.ephemeral && !before.reply_count;
}

function drawDivider({ day, fresh }) {
  if (fresh) return el("div.new-line", { role: "separator" }, el("span", null, "New"));
  return el("div.day-line", { role: "separator" }, el("span", null, day));
}

function drawMessage(store, { message, compact }, threads) {
  const author = authorOf(store.state, message);
  const moment = momentOf(message.ts);
  const body = [
    message.ephemeral ? onlyYou() : null,
    compact ? null : messageHead(message, author.real_name, moment),
    drawContent(message, messageHost(store, message)),
    edited(message),
    reactions(message),
    threads ? replies(store, message) : null,
  ];
  const node = el(
    "article.message",
    { "aria-label": `${author.real_name}, ${clock(moment)}` },
    el("div.message-side", null, compact ? sideTime(moment) : avatar(author)),
    el("div.message-body", null, body),
    threads && !message.ephemeral ? messageTools(store, message) : null,
  );
  const open = threads && store.state.thread === message.ts;
  return classes(node, { "is-compact": compact, "is-ephemeral": message.ephemeral, "is-open": open });
}

function authorOf({ people, names }, { user, bot }) {
  return people.get(user) ?? { real_name: names.users[user] ?? user, is_bot: bot };
}

const sideTime = (moment) => el("time.side-time", { title: inFull(moment) }, clock(moment));

function messageHead(message, name, moment) {
  const badge = message.bot ? el("span.app-badge", null, "APP") : null;
  return el(
    "header.message-head",
    null,
    el("b.author", null, name),
    badge,
    el("time.when", { datetime: moment.toISOString(), title: inFull(moment) }, clock(moment)),
  );
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
  const last = message.last_reply ? el("span.last-reply", null, lastReply(momentOf(message.last_reply))) : null;
  return el(
    "button.replies",
    { type: "button", "data-focus": `replies-${message.ts}`, on: { click: () => store.go({ thread: message.ts }) } },
    faces,
    el("b", null, count),
    last,
  );
}

function lastReply(moment) {
  const day = dayLabel(moment, new Date());
  return `Last reply ${day[0].toLowerCase()}${day.slice(1)} at ${clock(moment)}`;
}

function messageTools(store, message) {
  const open = () => store.go({ thread: message.thread_ts ?? message.ts });
  return el(
    "div.message-tools",
    null,
    el(
      "button.icon-button",
      { type: "button", "aria-label": "Reply in thread", title: "Reply in thread", on: { click: open } },
      icon("reply"),
    ),
  );
}

const chosen = new Map();
const slot = (message, block, element) => `press/${message.ts}/${block.block_id}/${element.action_id}`;

function pendingOf(store, message) {
  const prefix = `press/${message.ts}/`;
  return [...(message.pending ?? []), ...[...store.state.pressing].filter((key) => key.startsWith(prefix))];
}

function messageHost(store, message) {
  const me = store.state.me.id;
  const channel = store.state.snapshot.channel.id;
  return {
    key: message.ts,
    surface: "message",
    world: store.world(),
    value: (block, element) => chosen.get(slot(message, block, element)) ?? initialValue(element),
    change: (block, element, value) => chosen.set(slot(message, block, element), value),
    pending: (block, element) =>
      store.state.pressing.has(slot(message, block, element)) || (message.pending ?? []).includes(element.action_id),
    press: (block, element, value) =>
      store.awaiting(slot(message, block, element), () =>
        store.api.press(me, { channel, ts: message.ts, block_id: block.block_id, action_id: element.action_id, value }),
      ),
  };
}
