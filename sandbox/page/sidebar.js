/** The left side: who you are, the people you can become, channels and direct messages. */

import { badgeOf } from "./badges.js";
import { classes, el, fill, reconcile, rove } from "./dom.js";
import { avatar } from "./draw.js";
import { icon } from "./icons.js";
import { withWhom } from "./places.js";

/** The rail of people; one click, or an arrow key, makes you somebody else. */
export function peopleRail(store) {
  const list = el("div.rail-people", { role: "radiogroup", "aria-label": "Who you are" });
  list.addEventListener("keydown", (event) => rove(event, [...list.children])?.click());
  const node = el(
    "nav.rail",
    { "aria-label": "People" },
    el("span.rail-title", { "aria-hidden": "true" }, "People"),
    list,
  );
  const update = (state) =>
    reconcile(list, store.seats ?? [], {
      key: (person) => person.id,
      signature: (person) => JSON.stringify([person === state.me, badgeOf(state, person)]),
      build: (person) => seat(store, state, person),
    });
  return { node, update };
}

function seat(store, state, person) {
  const mine = person === state.me;
  const { count, quiet } = badgeOf(state, person);
  const news = count ? `, ${count} waiting` : "";
  const props = {
    type: "button",
    role: "radio",
    "aria-checked": String(mine),
    "data-focus": `seat-${person.id}`,
    tabIndex: mine ? 0 : -1,
    title: `${person.real_name}, ${person.title}`,
    "aria-label": `${person.real_name}, ${person.title}${news}`,
    on: { click: () => store.become(person) },
  };
  const mark = count
    ? el("span.badge", { "aria-hidden": "true" }, count > 99 ? "99+" : String(count))
    : quiet && !mine && el("span.dot");
  return el(
    "button.seat",
    props,
    el("span.seat-face", null, avatar(person, "large"), mark),
    el("span.seat-name", null, firstName(person)),
  );
}

const firstName = (person) => person.real_name.split(" ")[0];

/** The list of channels and direct messages, under the workspace's name and your own. */
export function sidebar(store) {
  const team = el("h1.team");
  const you = el("div.you");
  const channels = el("ul.places");
  const directs = el("ul.places");
  const apps = el("ul.places");
  const groups = [
    ["Channels", channels],
    ["Direct messages", directs],
    ["Apps", apps],
  ].map(([title, list]) => placeGroup(title, list));
  const node = el("nav.sidebar", { "aria-label": "Channels" }, el("header.sidebar-head", null, team, you), groups);
  node.addEventListener("keydown", (event) => {
    if (["ArrowUp", "ArrowDown"].includes(event.key)) rove(event, [...node.querySelectorAll(".place")]);
  });
  return { node, update: (state) => updateSidebar(store, state, { team, you, channels, directs, apps }) };
}

function placeGroup(title, list) {
  return el("section.place-group", { "aria-label": title }, el("h2", null, title), list);
}

function updateSidebar(store, state, parts) {
  if (!state.me) return;
  fill(parts.team, [state.team.name]);
  fill(parts.you, youAre(state.me));
  if (!state.snapshot) return;
  const { channels, directs } = state.snapshot;
  const isApp = ({ user }) => Boolean(state.people.get(user)?.is_bot);
  drawPlaces(
    store,
    parts.channels,
    channels.map((one) => ({
      ...one,
      label: one.name.replace(/^#/, ""),
      sign: icon(one.kind === "private" ? "lock" : "hash"),
    })),
  );
  const people = directs.map((one) => directPlace(state, one));
  drawPlaces(
    store,
    parts.directs,
    people.filter((one) => !isApp(one)),
  );
  drawPlaces(store, parts.apps, people.filter(isApp));
  [parts.directs, parts.apps].forEach((list) => (list.parentNode.hidden = !list.childNodes.length));
}

function youAre(me) {
  const words = [
    el("span.you-name", null, "You are ", el("b", null, me.real_name)),
    el("span.you-title", null, me.title),
  ];
  return [avatar(me), el("span.you-words", null, words)];
}

function directPlace(state, direct) {
  const others = withWhom(direct, state.people);
  const names = others.map(({ real_name: name }) => name).join(", ");
  const label = names || state.names.users[direct.user] || direct.id;
  return {
    ...direct,
    label: direct.user === state.me.id ? `${label} (you)` : label,
    sign: others.length > 1 ? icon("people") : avatar(others[0], "tiny"),
    mentions: direct.unread,
  };
}

function drawPlaces(store, list, places) {
  const open = store.channelId(store.state.snapshot);
  reconcile(list, places, {
    key: (place) => place.id,
    signature: (place) =>
      JSON.stringify([place.label, place.kind, place.archived, place.unread, place.mentions, place.id === open]),
    build: (place) => el("li", null, placeButton(store, place, place.id === open)),
  });
}

function placeButton(store, place, open) {
  const news = place.unread && !open ? place.unread : 0;
  const props = {
    type: "button",
    "aria-current": open ? "page" : null,
    "data-focus": `place-${place.id}`,
    "data-channel-id": place.id,
    on: { click: () => store.openChannel(place.id) },
  };
  const badge =
    place.mentions && !open
      ? el("span.badge", { "aria-label": `${place.mentions} waiting for you` }, String(place.mentions))
      : null;
  return classes(el("button.place", props, place.sign, el("span.place-name", null, place.label), badge), {
    "has-news": news,
    "is-archived": place.archived,
  });
}
