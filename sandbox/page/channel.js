/** The middle of the page: one channel or direct message, its Home tab where it has one, and the composer. */

import { composer } from "./composer.js";
import { el, fill, rove } from "./dom.js";
import { avatar } from "./draw.js";
import { icon } from "./icons.js";
import { messageList } from "./messages.js";
import { withWhom } from "./places.js";
import { keepAtEnd } from "./scroll.js";
import { viewForm } from "./viewform.js";

/** Makes the middle pane. */
export function channelPane(store) {
  const list = messageList(store, { label: "Messages", threads: true });
  const write = composer(store, { thread: () => null });
  const intro = el("div.intro");
  const scroller = el(
    "div.scroller",
    { tabindex: "0", "aria-label": "Conversation", role: "region" },
    intro,
    list.node,
  );
  const jump = el("button.jump", { type: "button", hidden: true }, icon("down"), "New messages");
  const home = viewForm(store);
  const parts = { head: el("header.channel-head"), tabs: tabList(), intro, home, list, scroller, write };
  parts.noHome = el("p.hint", { hidden: true }, "This app has not published a Home tab for you.");
  parts.homePane = el(
    "div.scroller.home-pane",
    { tabindex: "0", role: "tabpanel", "aria-label": "Home" },
    el("div.home-width", null, parts.noHome, home.node),
  );
  parts.talk = el("div.talk", null, scroller, jump, write.node);
  parts.scroll = keepAtEnd(scroller, jump);
  const node = el("main.channel", null, parts.head, parts.tabs, parts.talk, parts.homePane);
  return { node, update: (state) => updateChannel(store, state, parts), focus: write.focus, insert: write.insert };
}

function tabList() {
  const node = el("div.tabs", { role: "tablist", "aria-label": "App" });
  node.addEventListener("keydown", (event) => rove(event, [...node.children])?.click());
  return node;
}

function updateChannel(store, state, parts) {
  const { channel, messages, home } = state.snapshot ?? {};
  if (!state.snapshot) parts.write.update(state);
  if (!channel) return;
  const others = othersIn(state, channel);
  fillOnce(parts.head, [channel, others, state.names.users], () => heading(store, channel, others));
  const tabs = tabsOf(state, others);
  const atHome = tabs.includes("home") && (state.tab === "home" || !tabs.includes("messages"));
  parts.tabs.hidden = tabs.length < 2;
  fillOnce(parts.tabs, [atHome, tabs], () => tabs.map((name) => tab(store, name, (name === "home") === atHome)));
  parts.talk.hidden = atHome;
  parts.homePane.hidden = !atHome;
  drawHome(parts, atHome ? home : null);
  fillOnce(parts.intro, [channel, others], () => introduction(channel, others));
  parts.scroll.around(`${state.me.id}/${channel.id}`, () => parts.list.update(messages, state.newSince));
  parts.write.update(state);
}

/* An app's direct message has the tabs its manifest gives it; all other conversations have messages only. */
function tabsOf({ snapshot }, others) {
  if (!others?.[0]?.is_bot) return ["messages"];
  const { home_tab: home, messages_tab: messages } = { home_tab: false, messages_tab: true, ...snapshot.app };
  return home ? ["home", messages && "messages"].filter(Boolean) : ["messages"];
}

function drawHome(parts, home) {
  parts.noHome.hidden = Boolean(home);
  parts.home.node.hidden = !home;
  parts.home.update(home);
}

/* Redrawing a heading on every event would take the focus from its buttons. */
function fillOnce(node, facts, draw) {
  const mark = JSON.stringify(facts);
  if (node.dataset.mark === mark) return;
  const focus = node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  node.dataset.mark = mark;
  fill(node, draw());
  if (focus) node.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

/* The other people of a direct message, or null for a channel. */
function othersIn(state, channel) {
  if (!["im", "mpim"].includes(channel.kind)) return null;
  const direct = state.snapshot.directs.find(({ id }) => id === channel.id);
  const found = direct ? withWhom(direct, state.people) : [];
  return found.length ? found : [{ real_name: channel.name || "Direct message", initials: "?", title: "" }];
}

const together = (others) => others.map(({ real_name: name }) => name).join(", ");

function heading(store, channel, others) {
  return others ? directHeading(others) : channelHeading(store, channel);
}

function directHeading(others) {
  const [first] = others;
  const badge = first.is_bot ? el("span.app-badge", null, "APP") : null;
  const faces = others.slice(0, 3).map((other) => avatar(other, "small"));
  return [
    el("h2.channel-name", null, faces, el("span.channel-words", null, together(others)), badge),
    el("span.topic", null, others.length === 1 ? first.title : ""),
  ];
}

function channelHeading(store, channel) {
  const names = channel.members.map((id) => store.state.people.get(id)?.real_name).filter(Boolean);
  const faces = channel.members.slice(0, 4).map((id) => avatar(store.state.people.get(id), "small"));
  const members = el(
    "span.members",
    { title: names.join(", "), role: "img", "aria-label": `${names.length} members: ${names.join(", ")}` },
    faces,
    el("span.member-count", null, String(channel.members.length)),
  );
  const name = el("span.channel-words", null, channel.name.replace(/^#/, ""));
  return [
    el("h2.channel-name", null, icon(channel.kind === "private" ? "lock" : "hash"), name),
    channel.archived ? el("span.app-badge", null, "ARCHIVED") : null,
    el("span.topic", null, channel.topic),
    members,
  ];
}

function introduction(channel, others) {
  if (others)
    return [
      el(
        "div.intro-faces",
        null,
        others.map((other) => avatar(other, "huge")),
      ),
      el("h3", null, together(others)),
      el("p", null, `This is the beginning of your direct messages with ${together(others)}.`),
    ];
  return [
    el("h3", null, `# ${channel.name.replace(/^#/, "")}`),
    el("p", null, `This is the very beginning of the channel. ${channel.topic ?? ""}`),
  ];
}

const TAB_WORDS = { home: "Home", messages: "Messages" };

function tab(store, name, open) {
  const props = {
    type: "button",
    role: "tab",
    "aria-selected": String(open),
    tabIndex: open ? 0 : -1,
    "data-focus": `tab-${name}`,
    on: { click: () => store.go({ tab: name }) },
  };
  return el("button.tab", props, TAB_WORDS[name]);
}
