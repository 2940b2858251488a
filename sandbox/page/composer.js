/** Where messages and slash commands are written; Enter sends, and a slash offers the commands there are. */

import { el, fill, uid } from "./dom.js";
import { icon } from "./icons.js";
import { failed } from "./store.js";
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
  const box = { store, thread, input, list, hint, send, key: null, matches: [], at: 0, sending: false };
  input.addEventListener("input", () => typed(box));
  input.addEventListener("keydown", (event) => pressed(box, event));
  input.addEventListener("blur", () => showMatches(box, []));
  send.addEventListener("click", () => submit(box));
  const node = el(
    "div.composer",
    null,
    list,
    el("div.compose-box", null, input, el("div.compose-foot", null, hint, send)),
  );
  return {
    node,
    update: (state) => updateComposer(box, state),
    focus: () => input.focus(),
    insert: (text) => insert(box, text),
  };
}

function updateComposer(box, state) {
  const channel = state.snapshot.channel;
  const key = `${state.me.id}/${channel.id}/${box.thread() ?? ""}`;
  const other = state.snapshot.directs.find(({ id }) => id === channel.id);
  const name =
    channel.kind === "im"
      ? (state.people.get(other?.user)?.real_name ?? channel.name)
      : `#${channel.name.replace(/^#/, "")}`;
  box.input.placeholder = box.thread() ? "Reply…" : `Message ${name}`;
  if (box.key === key) return;
  box.key = key;
  box.input.value = box.store.draft(key);
  refit(box);
  showMatches(box, []);
  tellHint(box);
}

function refit({ input, send }) {
  input.style.setProperty("height", "auto");
  input.style.setProperty("height", `${Math.min(input.scrollHeight, 180)}px`);
  send.classList.toggle("is-ready", input.value.trim() !== "");
}

function typed(box) {
  box.store.draft(box.key, box.input.value);
  refit(box);
  showMatches(box, suggestions(box.input.value.slice(0, box.input.selectionStart), box.store.state));
  tellHint(box);
}

const commands = (box) => box.store.state.snapshot?.commands ?? [];

function showMatches(box, matches) {
  box.matches = matches;
  box.at = 0;
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
    el("span.suggestion-about", null, one.about),
  );
}

function mark(box) {
  [...box.list.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === box.at)));
  if (box.matches.length) box.input.setAttribute("aria-activedescendant", `${box.list.id}-${box.at}`);
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
  if (step) {
    box.at = (box.at + step + box.matches.length) % box.matches.length;
    mark(box);
  } else if (event.key === "Escape") showMatches(box, []);
  else if (event.key === "Tab" || (event.key === "Enter" && choice.label !== box.input.value)) complete(box, choice);
  else return false;
  event.preventDefault();
  return true;
}

async function submit(box) {
  const text = box.input.value.trim();
  if (!text || box.sending) return;
  const command = text.startsWith("/");
  if (command && box.thread()) return box.store.toast("Slash commands do not work in threads.");
  const key = box.key;
  box.sending = true;
  clear(box, key);
  const result = await deliver(box, text, command);
  box.sending = false;
  if (failed(result)) giveBack(box, key, text);
}

function deliver({ store, thread }, text, command) {
  const { me, snapshot } = store.state;
  const channel = snapshot.channel.id;
  if (command) return store.awaiting(`command/${channel}`, () => store.api.command(me.id, { channel, text }));
  return store.attempt(
    async () => (await store.api.say(me.id, { channel, text, thread_ts: thread() ?? undefined })) ?? {},
  );
}

function clear(box, key) {
  box.store.draft(key, "");
  if (box.key !== key) return;
  box.input.value = "";
  refit(box);
  showMatches(box, []);
  tellHint(box);
}

/* What could not be sent comes back, unless something new is being written there. */
function giveBack(box, key, text) {
  if (box.store.draft(key)) return;
  box.store.draft(key, text);
  if (box.key === key) insert(box, text);
}
