/** Where messages and slash commands are written; Enter sends, and a slash offers the commands there are. */

import { el, fill, uid } from "./dom.js";
import { icon } from "./icons.js";
import { failed } from "./outcome.js";
import { Queue } from "./queue.js";
import { globalShortcuts, hasShortcuts } from "./shortcuts.js";
import { withWhom } from "./places.js";
import { suggestions } from "./suggest.js";

/** Makes a composer; `thread()` gives the thread it writes to, or null. */
export function composer(store, { thread }) {
  const listId = uid("commands");
  const input = el("textarea.compose-text", {
    rows: "1",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-label": "Message",
  });
  const list = el("div.suggestions", { id: listId, role: "listbox", "aria-label": "Commands", hidden: true });
  const hint = el("div.compose-hint");
  const send = el("button.send", { type: "button", "aria-label": "Send", title: "Send" }, icon("send"));
  const bolt = el("span.compose-bolt", { hidden: true }, globalShortcuts(store));
  const box = { store, thread, input, list, hint, send, bolt, key: null, matches: [], at: 0, queue: new Queue() };
  input.addEventListener("input", () => typed(box));
  input.addEventListener("keydown", (event) => pressed(box, event));
  input.addEventListener("blur", () => showMatches(box, []));
  send.addEventListener("click", () => submit(box));
  const node = el(
    "div.composer",
    null,
    list,
    el("div.compose-box", null, input, el("div.compose-foot", null, bolt, hint, send)),
  );
  return {
    node,
    update: (state) => updateComposer(box, state),
    focus: () => input.focus(),
    insert: (text) => insert(box, text),
  };
}

/* Nothing is written to anybody while it is not known where one is. */
function updateComposer(box, state) {
  box.input.disabled = !state.snapshot || Boolean(state.snapshot.channel.archived);
  if (!state.snapshot) return;
  const { channel } = state.snapshot;
  const key = `${state.me.id}/${channel.id}/${box.thread() ?? ""}`;
  box.input.placeholder = invitation(box, state);
  box.bolt.hidden = Boolean(box.thread()) || !hasShortcuts(state, "global");
  if (box.key === key) return;
  box.key = key;
  box.input.value = box.store.drafts.get(key);
  refit(box);
  showMatches(box, []);
  tellHint(box);
}

function invitation(box, { snapshot, people }) {
  const { channel, directs } = snapshot;
  if (channel.archived) return "This channel is archived";
  if (box.thread()) return "Reply…";
  const direct = directs.find(({ id }) => id === channel.id);
  const names = direct ? withWhom(direct, people).map((person) => person.real_name) : [];
  return `Message ${names.join(", ") || `#${channel.name.replace(/^#/, "")}`}`;
}

function refit({ input, send }) {
  input.style.setProperty("height", "auto");
  input.style.setProperty("height", `${Math.min(input.scrollHeight, 180)}px`);
  send.classList.toggle("is-ready", input.value.trim() !== "");
}

function typed(box) {
  box.store.drafts.set(box.key, box.input.value);
  refit(box);
  showMatches(box, suggestions(box.input.value.slice(0, box.input.selectionStart), box.store.state));
  tellHint(box);
}

const commands = (box) => box.store.state.snapshot?.app?.commands ?? [];

function showMatches(box, matches) {
  box.matches = matches;
  box.at = matches[0]?.soft ? -1 : 0;
  box.list.hidden = !matches.length;
  box.input.setAttribute("aria-expanded", String(matches.length > 0));
  fill(
    box.list,
    matches.map((one, index) => suggestion(box, one, index)),
  );
  mark(box);
}

function suggestion(box, one, index) {
  const pick = (event) => {
    event.preventDefault();
    complete(box, one);
  };
  const point = () => {
    box.at = index;
    mark(box);
  };
  const words = el("span.suggestion-words", null, el("b", null, one.label), " ", el("span.usage", null, one.usage));
  return el(
    "div.suggestion",
    { id: `${box.list.id}-${index}`, role: "option", on: { mousedown: pick, mousemove: point } },
    words,
    one.about ? el("span.suggestion-about", null, one.about) : null,
  );
}

function mark(box) {
  [...box.list.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === box.at)));
  if (box.matches[box.at]) box.input.setAttribute("aria-activedescendant", `${box.list.id}-${box.at}`);
  else box.input.removeAttribute("aria-activedescendant");
}

/* The rest of the line, behind the caret, stays. */
function complete(box, { text }) {
  const rest = box.input.value.slice(box.input.selectionStart);
  insert(box, text + rest, text.length);
}

function insert(box, text, caret = text.length) {
  box.input.value = text;
  box.input.focus();
  box.input.setSelectionRange(caret, caret);
  typed(box);
}

function tellHint(box) {
  const name = box.input.value.split(/\s/, 1)[0];
  const command = name.startsWith("/") && commands(box).find((one) => one.command === name);
  const usage = command
    ? [el("code", null, command.command), ` ${command.usage_hint ?? ""}`]
    : [el("kbd", null, "Enter"), " sends, ", el("kbd", null, "/"), " for commands"];
  fill(box.hint, usage);
}

function pressed(box, event) {
  if (event.isComposing) return;
  if (box.matches.length && choosing(box, event)) return;
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  submit(box);
}

/* Keys that belong to the list of suggestions while it is open; tells whether this was one. */
function choosing(box, event) {
  const choice = box.matches[box.at];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const taken = event.key === "Tab" ? (choice ?? box.matches[0]) : event.key === "Enter" && choice;
  if (step) walk(box, step);
  else if (event.key === "Escape") showMatches(box, []);
  else if (taken && (event.key === "Tab" || taken.label !== box.input.value)) complete(box, taken);
  else return false;
  event.preventDefault();
  return true;
}

/* Where nothing is chosen yet, down begins at the first and up at the last. */
function walk(box, step) {
  const from = box.at < 0 && step < 0 ? 0 : box.at;
  box.at = (from + step + box.matches.length) % box.matches.length;
  mark(box);
}

async function submit(box) {
  const text = box.input.value.trim();
  if (!text) return;
  const thread = box.thread() ?? undefined;
  if (text.startsWith("/") && thread) return box.store.toast("Slash commands do not work in threads.");
  const { me, snapshot } = box.store.state;
  const letter = { key: box.key, me: me.id, channel: snapshot.channel.id, thread, text };
  clear(box, letter.key);
  const result = await box.queue.add(() => deliver(box.store, letter));
  if (failed(result)) giveBack(box, letter.key, text);
}

/* It goes where it was written, wherever the person at the page is by then. */
function deliver(store, { me, channel, thread, text }) {
  if (text.startsWith("/"))
    return store.awaiting(`command/${channel}`, () => store.api.command(me, { channel, text }));
  return store.attempt(async () => (await store.api.say(me, { channel, text, thread_ts: thread })) ?? {});
}

function clear(box, key) {
  box.store.drafts.set(key, "");
  if (box.key !== key) return;
  box.input.value = "";
  refit(box);
  showMatches(box, []);
  tellHint(box);
}

/* What could not be sent comes back, unless something new is being written there. */
function giveBack(box, key, text) {
  if (box.store.drafts.get(key)) return;
  box.store.drafts.set(key, text);
  if (box.key === key) insert(box, text);
}
