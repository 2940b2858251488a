/** The middle of the page: one channel or direct message, its Home tab where it has one, and the composer. */

import { composer } from "./composer.js";
import { el, fill } from "./dom.js";
import { avatar } from "./draw.js";
import { icon } from "./icons.js";
import { messageList } from "./messages.js";
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
  const parts = {
    head: el("header.channel-head"),
    tabs: el("div.tabs", { role: "tablist", "aria-label": "App" }),
    intro,
    home,
    list,
    scroller,
    write,
  };
  parts.homePane = el(
    "div.scroller.home-pane",
    { tabindex: "0", role: "tabpanel", "aria-label": "Home" },
    el("div.home-width", null, home.node),
  );
  parts.talk = el("div.talk", null, scroller, jump, write.node);
  parts.scroll = keepAtEnd(scroller, jump);
  const node = el("main.channel", null, parts.head, parts.tabs, parts.talk, parts.homePane);
  return { node, update: (state) => updateChannel(store, state, parts), focus: write.focus, insert: write.insert };
}

function updateChannel(store, state, parts) {
  const { channel, messages, home } = state.snapshot ?? {};
  if (!channel) return;
  const other = otherIn(state, channel);
  fillOnce(parts.head, [channel, other, state.names.users], () => heading(store, channel, other));
  const isApp = Boolean(other?.is_bot);
  const atHome = isApp && state.tab === "home";
  parts.tabs.hidden = !isApp;
  fillOnce(parts.tabs, [state.tab, isApp], () =>
    isApp ? [tab(store, "messages", "Messages"), tab(store, "home", "Home")] : [],
  );
  parts.talk.hidden = atHome;
  parts.homePane.hidden = !atHome;
  if (atHome) drawHome(parts, home);
  fillOnce(parts.intro, [channel, other], () => introduction(channel, other));
  parts.scroll.around(`${state.me.id}/${channel.id}`, () => parts.list.update(messages, state.newSince));
  parts.write.update(state);
}

function drawHome(parts, home) {
  parts.home.node.dataset.empty = home ? "no" : "yes";
  if (home) parts.home.update(home);
  else fill(parts.home.node, [el("p.hint", null, "This app has not published a Home tab for you.")]);
}

/* Redrawing a heading on every event would take the focus from its buttons. */
function fillOnce(node, facts, draw) {
  const mark = JSON.stringify(facts);
  if (node.dataset.mark === mark) return;
  node.dataset.mark = mark;
  fill(node, draw());
}

/** The other person of a direct message, or null for a channel. */
function otherIn(state, channel) {
  if (channel.kind !== "im") return null;
  const direct = state.snapshot.directs.find(({ id }) => id === channel.id);
  const id = direct?.user ?? channel.members.find((member) => member !== state.me.id) ?? state.me.id;
  return state.people.get(id) ?? { id, real_name: state.names.users[id] ?? id, initials: "?", title: "" };
}

function heading(store, channel, other) {
  if (other)
    return [
      el(
        "h2.channel-name",
        null,
        avatar(other, "small"),
        other.real_name,
        other.is_bot ? el("span.app-badge", null, "APP") : null,
      ),
      el("span.topic", null, other.title),
    ];
  const names = channel.members.map((id) => store.state.people.get(id)?.real_name).filter(Boolean);
  const faces = channel.members.slice(0, 4).map((id) => avatar(store.state.people.get(id), "small"));
  const members = el(
    "span.members",
    { title: names.join(", "), role: "img", "aria-label": `${names.length} members: ${names.join(", ")}` },
    faces,
    el("span.member-count", null, String(channel.members.length)),
  );
  return [
    el("h2.channel-name", null, icon("hash"), channel.name.replace(/^#/, "")),
    el("span.topic", null, channel.topic),
    members,
  ];
}

function introduction(channel, other) {
  if (other)
    return [
      avatar(other, "huge"),
      el("h3", null, other.real_name),
      el("p", null, `This is the beginning of your direct messages with ${other.real_name}.`),
    ];
  return [
    el("h3", null, `# ${channel.name.replace(/^#/, "")}`),
    el("p", null, `This is the very beginning of the channel. ${channel.topic ?? ""}`),
  ];
}

function tab(store, name, words) {
  const open = store.state.tab === name;
  const props = {
    type: "button",
    role: "tab",
    "aria-selected": String(open),
    "data-focus": `tab-${name}`,
    on: { click: () => store.go({ tab: name }) },
  };
  return el("button.tab", props, words);
}
