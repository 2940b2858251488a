/** A view's blocks as a form: keeps what was typed through every redraw, checks it, and gives it in Slack's shape. */

import { el, fill, reconcile } from "./dom.js";
import { drawBlock } from "./blocks.js";
import { complaint } from "./fields.js";
import { icon } from "./icons.js";
import { initialValue, isEmpty, keyOf, statefulIn } from "./values.js";

const typed = new Map();

/** Makes the form; `update(view)` redraws only the blocks that changed. */
export function viewForm(store) {
  const node = el("div.blocks.view-blocks");
  const form = { node, view: null };
  form.update = (view) => updateForm(store, form, view);
  form.state = () => stateOf(form.view);
  form.check = () => checkForm(form);
  form.showErrors = (errors) => showErrors(node, errors);
  return form;
}

const slot = (view, block, element) => `${view.id}/${block.block_id}/${element.action_id}`;

function held(view, block, element) {
  const key = keyOf(element);
  const given = view.state?.[block.block_id]?.[element.action_id] ?? {};
  return typed.get(slot(view, block, element)) ?? (key in given ? { [key]: given[key] } : initialValue(element));
}

function updateForm(store, form, view) {
  const news = form.view?.id !== view.id || JSON.stringify(form.view.errors) !== JSON.stringify(view.errors);
  form.view = view;
  const host = viewHost(store, form);
  reconcile(
    form.node,
    view.blocks.map((block, index) => ({ block, key: `${view.id}/${block.block_id ?? index}` })),
    {
      key: ({ key }) => key,
      signature: ({ block }) => JSON.stringify([block, pendingIn(host, block), store.state.names]),
      build: ({ block }) => drawBlock(block, host),
    },
  );
  if (news) showErrors(form.node, view.errors ?? {});
}

const pendingIn = (host, block) =>
  [block.element, block.accessory, ...(block.elements ?? [])]
    .filter(Boolean)
    .map((element) => host.pending(block, element));

function viewHost(store, form) {
  const key = (block, element) => `view/${slot(form.view, block, element)}`;
  return {
    key: form.view.id,
    surface: form.view.type,
    world: store.world(),
    value: (block, element) => held(form.view, block, element),
    change: (block, element, value) => {
      typed.set(slot(form.view, block, element), value);
      clearError(form.node, block.block_id);
    },
    pending: (block, element) => store.state.pressing.has(key(block, element)),
    press: (block, element, value) =>
      store.awaiting(key(block, element), () =>
        store.api.viewPress(store.state.me.id, {
          view_id: form.view.id,
          block_id: block.block_id,
          action_id: element.action_id,
          value,
          state: stateOf(form.view),
        }),
      ),
  };
}

function stateOf(view) {
  const state = {};
  for (const [block, element] of statefulIn(view.blocks)) {
    state[block.block_id] ??= {};
    state[block.block_id][element.action_id] = { type: element.type, ...held(view, block, element) };
  }
  return state;
}

function checkForm({ node, view }) {
  const errors = {};
  for (const block of view.blocks.filter(({ type }) => type === "input")) {
    const missing = !block.optional && isEmpty(held(view, block, block.element));
    const wrong = missing
      ? "Please complete this required field."
      : complaint(inputOf(node, block.block_id)?.querySelector(".control"));
    if (wrong) errors[block.block_id] = wrong;
  }
  return errors;
}

const inputOf = (node, blockId) => [...node.children].find((child) => child.dataset.block === blockId);

function showErrors(node, errors) {
  const inputs = [...node.children].filter((child) => child.dataset.block !== undefined);
  inputs.forEach((input) => markError(input, errors[input.dataset.block]));
  const first = inputs.find((input) => errors[input.dataset.block]);
  first?.scrollIntoView({ block: "nearest" });
  first?.querySelector("input, textarea, select, button")?.focus();
}

function markError(input, text) {
  const line = input.querySelector(".field-error");
  line.hidden = !text;
  fill(line, text ? [icon("warn"), text] : []);
  input.classList.toggle("has-error", Boolean(text));
  input
    .querySelectorAll("input, textarea, select")
    .forEach((control) => control.setAttribute("aria-invalid", String(Boolean(text))));
}

function clearError(node, blockId) {
  const input = inputOf(node, blockId);
  if (input?.classList.contains("has-error")) markError(input, null);
}
