/** Keeps the moments on the page true while time goes by, or is made to. */

import { el } from "./dom.js";

const EVERY = 10_000;

/** Draws a moment whose words depend on the present; `format` holds Slack's date tokens. */
export function moment(unix, format, calendar) {
  const date = new Date(unix * 1000);
  const props = {
    datetime: date.toISOString(),
    title: calendar.inFull(date),
    "data-unix": String(unix),
    "data-format": format,
  };
  return el("time", props, calendar.fill(unix, format));
}

/** Says every such moment anew now and then, and whenever the page's state changes. */
export function keepTicking(store) {
  const tick = () => {
    const { calendar } = store.world();
    document.querySelectorAll("time[data-unix]").forEach((node) => retell(node, calendar));
  };
  store.subscribe(tick);
  setInterval(tick, EVERY);
}

function retell(node, calendar) {
  const words = calendar.fill(Number(node.dataset.unix), node.dataset.format);
  if (node.textContent !== words) node.textContent = words;
}
