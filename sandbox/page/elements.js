/** Draws the controls of Block Kit: what is pressed here, what holds a value in fields.js. */

import { confirmed } from "./confirm.js";
import { el } from "./dom.js";
import { plainText } from "./draw.js";
import { drawField } from "./fields.js";
import { icon } from "./icons.js";
import { menuButton } from "./menus.js";
import { safeUrl } from "./mrkdwn.js";
import { unknownBox } from "./unknown.js";
import { keyOf } from "./values.js";

/** Draws one element of a block; `field` carries the ids that tie an input to its label. */
export function drawElement(element, block, host, field = {}) {
  if (Object.hasOwn(PRESSED, element.type)) return PRESSED[element.type](element, block, host);
  if (keyOf(element)) return drawField(element, host, { ...field, ...fieldOf(element, block, host) });
  return unknownBox("element", element);
}

const PRESSED = {
  button: drawButton,
  workflow_button: drawButton,
  overflow: drawOverflow,
  feedback_buttons: drawFeedback,
  icon_button: drawIconButton,
  image: (element) =>
    el(
      "span.thumbnail.large",
      { role: "img", "aria-label": element.alt_text, title: element.alt_text },
      icon("image"),
      el("span.thumbnail-words", { "aria-hidden": "true" }, element.alt_text),
    ),
};

/* What a browser journey, and the focus after a redraw, find an element by. */
const addressOf = (element, block, host) => ({
  "data-block-id": block.block_id,
  "data-action-id": element.action_id,
  "data-focus": `${host.key}/${block.block_id}/${element.action_id}`,
});

function fieldOf(element, block, host) {
  const key = keyOf(element);
  return {
    address: addressOf(element, block, host),
    value: host.value(block, element)[key],
    pending: host.pending(block, element),
    use: (value, undo) => use(element, block, host, { [key]: value }, undo),
    type: (value) => typed(element, block, host, { [key]: value }),
    enter: dispatches(element, block, "on_enter_pressed") ? () => pressTyped(element, block, host) : null,
    suggest: (words) => host.suggest(block, element, words),
    upload: (file) => host.upload(file),
  };
}

function dispatches(element, block, when) {
  const config = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return Boolean(block.dispatch_action) && config.includes(when);
}

const STILL = 500;
const writing = new Map();

/* Slack tells the app of characters when the writer pauses, not of each one. */
function typed(element, block, host, value) {
  host.change(block, element, value);
  if (!dispatches(element, block, "on_character_entered")) return;
  const key = `${host.key}/${block.block_id}/${element.action_id}`;
  clearTimeout(writing.get(key));
  writing.set(
    key,
    setTimeout(() => pressTyped(element, block, host), STILL),
  );
}

const pressTyped = (element, block, host) => host.press(block, element, host.value(block, element));

/** A value was chosen: outside of inputs that is an action, inside of them only when the block dispatches. */
async function use(element, block, host, value, undo) {
  if (!(await confirmed(element.confirm, host.world))) return undo?.();
  host.change(block, element, value);
  if (block.type !== "input" || block.dispatch_action) host.press(block, element, value);
  return null;
}

const STYLES = { primary: ".is-primary", danger: ".is-danger" };

function drawButton(element, block, host) {
  if (!visibleTo(element, host)) return null;
  const pending = host.pending(block, element);
  const href = element.url ? safeUrl(element.url) : null;
  const props = {
    type: "button",
    "aria-label": element.accessibility_label,
    "aria-busy": pending ? "true" : null,
    title: href,
    ...addressOf(element, block, host),
    on: { click: () => pressed(element, block, host, href) },
  };
  const spinner = pending ? el("span.spinner", { "aria-hidden": "true" }) : null;
  return el(
    `button.button${STYLES[element.style] ?? ""}`,
    props,
    el("span.button-words", null, plainText(element.text)),
    spinner,
  );
}

const visibleTo = (element, host) => element.visible_to_user_ids?.includes(host.world.me.id) ?? true;

async function pressed(element, block, host, href = null) {
  if (host.pending(block, element) || !(await confirmed(element.confirm, host.world))) return;
  if (href) window.open(href, "_blank", "noopener,noreferrer");
  host.press(block, element);
}

function drawOverflow(element, block, host) {
  const pending = host.pending(block, element);
  const entries = element.options.map((option) => ({
    label: plainText(option.text),
    about: plainText(option.description),
    choose: () => choose(element, block, host, option),
    data: { "data-value": option.value },
  }));
  const props = {
    "aria-label": "More actions",
    "aria-busy": pending ? "true" : null,
    title: "More actions",
    ...addressOf(element, block, host),
  };
  const content = pending ? el("span.spinner", { "aria-hidden": "true" }) : icon("dots");
  return menuButton({ selector: "button.button.is-icon", props, content }, entries);
}

async function choose(element, block, host, option) {
  if (!(await confirmed(element.confirm, host.world))) return;
  const href = option.url ? safeUrl(option.url) : null;
  if (href) window.open(href, "_blank", "noopener,noreferrer");
  host.press(block, element, { selected_option: option });
}

function drawFeedback(element, block, host) {
  const choices = [
    [element.positive_button, "thumbUp"],
    [element.negative_button, "thumbDown"],
  ];
  const buttons = choices
    .filter(([choice]) => choice)
    .map(([choice, sign]) => {
      const props = {
        type: "button",
        title: plainText(choice.text),
        "aria-label": choice.accessibility_label ?? plainText(choice.text),
        ...addressOf(element, block, host),
        "data-value": choice.value,
        on: { click: () => host.press(block, element, { value: choice.value }) },
      };
      return el("button.button.is-icon.is-quiet", props, icon(sign));
    });
  return el("span.feedback", { role: "group", "aria-label": "Feedback" }, buttons);
}

function drawIconButton(element, block, host) {
  if (!visibleTo(element, host)) return null;
  const words = plainText(element.text);
  const props = {
    type: "button",
    title: words,
    "aria-label": element.accessibility_label ?? words,
    "aria-busy": host.pending(block, element) ? "true" : null,
    ...addressOf(element, block, host),
    on: { click: () => pressed(element, block, host) },
  };
  return el("button.button.is-icon.is-quiet", props, icon(element.icon === "trash" ? "trash" : "dots"));
}
