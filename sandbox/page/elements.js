/** Draws the controls of Block Kit: buttons and overflow menus here, everything that holds a value in fields.js. */

import { el } from "./dom.js";
import { confirmed } from "./confirm.js";
import { plainText } from "./draw.js";
import { drawField } from "./fields.js";
import { icon } from "./icons.js";
import { safeUrl } from "./mrkdwn.js";
import { keyOf } from "./values.js";

/** Draws one element of a block; `field` carries the ids that tie an input to its label. */
export function drawElement(element, block, host, field = {}) {
  if (element.type === "button" || element.type === "workflow_button") return drawButton(element, block, host);
  if (element.type === "overflow") return drawOverflow(element, block, host);
  if (element.type === "image")
    return el(
      "span.thumbnail.large",
      { role: "img", "aria-label": element.alt_text, title: element.alt_text },
      icon("image"),
    );
  if (keyOf(element)) return drawField(element, host, { ...field, ...fieldOf(element, block, host) });
  return el("span.block-unknown", null, `This sandbox does not draw “${element.type}”.`);
}

function fieldOf(element, block, host) {
  return {
    focus: `${host.key}/${block.block_id}/${element.action_id}`,
    value: host.value(block, element)[keyOf(element)],
    pending: host.pending(block, element),
    use: (value, undo) => use(element, block, host, { [keyOf(element)]: value }, undo),
    type: (value) => host.change(block, element, { [keyOf(element)]: value }),
    enter: block.dispatch_action && enterDispatches(element) ? (value) => host.press(block, element, { value }) : null,
  };
}

const enterDispatches = (element) =>
  (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes("on_enter_pressed");

/** A value was chosen: outside of inputs that is an action, inside of them only when the block dispatches. */
async function use(element, block, host, value, undo) {
  if (block.type !== "input" && !(await confirmed(element.confirm, host.world))) return undo?.();
  host.change(block, element, value);
  if (block.type !== "input" || block.dispatch_action) host.press(block, element, value);
  return null;
}

const STYLES = { primary: ".is-primary", danger: ".is-danger" };

function drawButton(element, block, host) {
  const pending = host.pending(block, element);
  const href = element.url ? safeUrl(element.url) : null;
  const press = async () => {
    if (pending || !(await confirmed(element.confirm, host.world))) return;
    if (href) window.open(href, "_blank", "noopener,noreferrer");
    host.press(block, element);
  };
  const props = {
    type: "button",
    "aria-label": element.accessibility_label,
    "aria-busy": pending ? "true" : null,
    title: href,
    "data-focus": `${host.key}/${block.block_id}/${element.action_id}`,
    on: { click: press },
  };
  const spinner = pending ? el("span.spinner", { "aria-hidden": "true" }) : null;
  return el(
    `button.button${STYLES[element.style] ?? ""}`,
    props,
    el("span.button-words", null, plainText(element.text)),
    spinner,
  );
}

function drawOverflow(element, block, host) {
  const choose = (option) => use(element, block, host, { selected_option: option });
  const items = element.options.map((option) =>
    menuItem(option, (one) => {
      close();
      choose(one);
    }),
  );
  const menu = el("div.menu", { role: "menu", hidden: true }, items);
  const opener = el(
    "button.button.is-icon",
    {
      type: "button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": "More actions",
      "data-focus": `${host.key}/${block.block_id}/${element.action_id}`,
      on: { click: () => (menu.hidden ? open() : close()) },
    },
    icon("dots"),
  );
  const open = () => show(opener, menu, true, items[0]);
  const close = () => show(opener, menu, false, opener);
  return menuFrame(opener, menu, close);
}

function menuItem(option, choose) {
  const href = option.url ? safeUrl(option.url) : null;
  const click = () => {
    if (href) window.open(href, "_blank", "noopener,noreferrer");
    choose(option);
  };
  const description = option.description ? el("span.option-description", null, plainText(option.description)) : null;
  return el(
    "button.menu-item",
    { type: "button", role: "menuitem", tabIndex: -1, on: { click, mouseenter: ({ target }) => target.focus() } },
    el("span", null, plainText(option.text)),
    description,
  );
}

function show(opener, menu, open, focus) {
  menu.hidden = !open;
  if (open) keepInSight(menu);
  opener.setAttribute("aria-expanded", String(open));
  focus.focus();
}

/* A menu that would be cut off at the end of its scroller opens upwards. */
function keepInSight(menu) {
  menu.classList.remove("is-above");
  const limit = menu.closest(".scroller, .modal-body")?.getBoundingClientRect().bottom ?? window.innerHeight;
  menu.classList.toggle("is-above", menu.getBoundingClientRect().bottom > limit);
}

function menuFrame(opener, menu, close) {
  const frame = el("span.menu-frame", null, opener, menu);
  frame.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !menu.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (step && !menu.hidden) {
      event.preventDefault();
      const items = [...menu.children];
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    }
  });
  frame.addEventListener("focusout", ({ relatedTarget }) => {
    if (!menu.hidden && !frame.contains(relatedTarget)) menu.hidden = true;
  });
  return frame;
}
