/** The bar at the top: what this is, the time here, the guide and the inspector. */

import { el } from "./dom.js";
import { guideShown } from "./guide.js";
import { icon } from "./icons.js";
import { timeControl } from "./timecontrol.js";

/** Makes the bar. */
export function topBar(store) {
  const mark = el("img.brand-mark", { src: "/static/icon.svg", alt: "", width: "22", height: "22" });
  const about = el("span.brand-about", null, "a local stand-in for Slack");
  const brand = el("div.brand", null, mark, el("b", null, "Sandbox"), about);
  const time = timeControl(store);
  const guide = toggle("guide", "Try this", () => showGuide(store));
  const mail = el(
    "a.topbar-button",
    { href: "/mail", target: "_blank", title: "The e-mails that were sent here" },
    icon("mail"),
    el("span", null, "Mail"),
  );
  const inspect = toggle("inspect", "Inspector", () => store.change({ inspector: !store.state.inspector }));
  const offline = el("span.offline", { role: "status", hidden: true }, "Connection lost, trying again…");
  const tools = el("div.topbar-tools", null, time.node, guide, mail, inspect);
  const update = (state) => {
    guide.hidden = !state.guide;
    mail.hidden = !state.mail;
    guide.setAttribute("aria-pressed", String(guideShown(state)));
    inspect.setAttribute("aria-pressed", String(state.inspector));
    offline.hidden = state.online;
    time.update(state);
  };
  return { node: el("header.topbar", null, brand, offline, tools), update };
}

function showGuide(store) {
  const open = guideShown(store.state);
  store.change({ panel: open ? null : "guide" });
  if (!open && store.state.thread) store.go({ thread: null });
}

function toggle(sign, words, click) {
  const props = { type: "button", "aria-pressed": "false", title: words, on: { click } };
  return el("button.topbar-button", props, icon(sign), el("span", null, words));
}
