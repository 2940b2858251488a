/** Menus: a button that opens a list of choices, worked by mouse and by arrow keys. */

import { el, uid } from "./dom.js";

const GAP = 4;
const EDGE = 8;

/**
 * Makes a button with its menu. `opener` is {selector, props, content}; `entries` is a list of
 * {label, about?, choose(), data?}, or a function that gives one when the menu opens.
 */
export function menuButton(opener, entries) {
  const id = uid("menu");
  const list = el("div.menu", { id, role: "menu", popover: "manual" });
  const button = el(
    opener.selector,
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-controls": id, ...opener.props },
    opener.content,
  );
  const menu = { button, list, entries, follow: () => place(list, button) };
  button.addEventListener("click", () => (isOpen(menu) ? close(menu) : open(menu)));
  button.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    open(menu);
  });
  const frame = el("span.menu-frame", null, button, list);
  frame.addEventListener("keydown", (event) => pressed(menu, event));
  frame.addEventListener("focusout", ({ relatedTarget }) => !frame.contains(relatedTarget) && fold(menu));
  return frame;
}

const isOpen = ({ list }) => list.matches(":popover-open");

function open(menu) {
  const given = typeof menu.entries === "function" ? menu.entries() : menu.entries;
  menu.list.replaceChildren(...given.map((entry) => item(menu, entry)));
  menu.list.showPopover();
  menu.follow();
  window.addEventListener("scroll", menu.follow, { capture: true, passive: true });
  menu.button.setAttribute("aria-expanded", "true");
  menu.list.firstChild?.focus({ preventScroll: true });
}

function close(menu) {
  menu.button.focus({ preventScroll: true });
  fold(menu);
}

function fold(menu) {
  if (!isOpen(menu)) return;
  menu.list.hidePopover();
  window.removeEventListener("scroll", menu.follow, { capture: true });
  menu.button.setAttribute("aria-expanded", "false");
}

function item(menu, { label, about, choose, data }) {
  const click = () => {
    close(menu);
    choose();
  };
  return el(
    "button.menu-item",
    { type: "button", role: "menuitem", tabIndex: -1, ...data, on: { click, mouseenter: hovered } },
    el("span.menu-label", null, label),
    about ? el("span.option-description", null, about) : null,
  );
}

const hovered = ({ target }) => target.focus({ preventScroll: true });

/** Puts a floating box below its anchor, or above it where there is no room, and never off the page. */
export function place(box, anchor) {
  const from = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = from.bottom + GAP + height + EDGE <= window.innerHeight;
  const top = below ? from.bottom + GAP : Math.max(EDGE, from.top - GAP - height);
  const fits = from.left + width + EDGE <= window.innerWidth;
  const left = fits ? from.left : Math.max(EDGE, from.right - width);
  box.style.setProperty("top", `${top}px`);
  box.style.setProperty("left", `${left}px`);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function pressed(menu, event) {
  if (!isOpen(menu)) return;
  const items = [...menu.list.children];
  const at = items.indexOf(document.activeElement);
  const target = { Home: 0, End: items.length - 1 }[event.key] ?? at + (STEPS[event.key] ?? Number.NaN);
  if (event.key === "Escape") close(menu);
  else if (Number.isNaN(target)) return;
  else items[(target + items.length) % items.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
