/** The thread beside the channel. */

import { composer } from "./composer.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { messageList } from "./messages.js";
import { keepAtEnd } from "./scroll.js";

/** Makes the thread pane; it hides itself when no thread is open. */
export function threadPane(store) {
  const parent = messageList(store, { label: "Message", threads: false });
  const list = messageList(store, { label: "Replies", threads: false });
  const count = el("div.reply-line", { role: "separator" }, el("span"));
  const write = composer(store, { thread: () => store.state.thread });
  const where = el("span.pane-where");
  const close = () => closeThread(store);
  const head = el(
    "header.pane-head",
    null,
    el("h2", null, "Thread"),
    where,
    el("button.icon-button", { type: "button", "aria-label": "Close the thread", on: { click: close } }, icon("close")),
  );
  const scroller = el(
    "div.scroller",
    { tabindex: "0", role: "region", "aria-label": "Thread" },
    parent.node,
    count,
    list.node,
  );
  const node = el("aside.pane.thread", { "aria-label": "Thread", hidden: true }, head, scroller, write.node);
  node.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close());
  const parts = { node, parent, list, count, where, write, scroll: keepAtEnd(scroller, null) };
  return { node, update: (state) => updateThread(state, parts), insert: write.insert };
}

/* The focus goes back to where the thread hangs. */
function closeThread(store) {
  const { thread } = store.state;
  store.go({ thread: null });
  const origin = ["replies", "reply"].map((name) => document.querySelector(`[data-focus="${name}-${thread}"]`));
  origin.find(Boolean)?.focus({ preventScroll: true });
}

function updateThread(state, parts) {
  const thread = state.thread && state.snapshot?.thread;
  const opened = parts.node.hidden && Boolean(thread);
  parts.node.hidden = !thread;
  if (!thread) return;
  const { channel } = state.snapshot;
  parts.where.textContent = ["im", "mpim"].includes(channel.kind) ? "" : `#${channel.name.replace(/^#/, "")}`;
  const replies = thread.replies.filter(({ ephemeral }) => !ephemeral).length;
  parts.count.firstChild.textContent = `${replies} ${replies === 1 ? "reply" : "replies"}`;
  parts.count.hidden = !replies;
  parts.scroll.around(`${state.me.id}/${channel.id}/${state.thread}`, () => {
    parts.parent.update([thread.parent]);
    parts.list.update(thread.replies);
  });
  parts.write.update(state);
  if (opened) parts.write.focus();
}
