/** A view's blocks as a form: keeps what was typed through every redraw, checks it, and gives it in Slack's shape. */

import { drawBlock } from "./blocks.js";
import { complaint } from "./checks.js";
import { el, fill, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { upload } from "./uploads.js";
import { elementsIn, initialValue, keyOf, statefulIn } from "./values.js";

const typed = new Map();

/** Makes the form; `update(view)` redraws only the blocks that changed, and with null takes them all away. */
export function viewForm(store) {
  const node = el("div.blocks.view-blocks");
  const form = { node, view: null };
  form.update = (view) => updateForm(store, form, view);
  form.state = () => stateOf(store, form.view);
  form.check = () => checkForm(store, form);
  form.showErrors = (errors) => showErrors(node, errors);
  return form;
}

const slot = (view, block, element) => `${view.id}/${block.block_id}/${element.action_id}`;

/* What was typed comes first, then what the sandbox remembers, then what the app put there. */
function held(store, view, block, element) {
  const key = keyOf(element);
  const given = view.state?.[block.block_id]?.[element.action_id] ?? {};
  const known = typed.get(slot(view, block, element));
  if (known) return known;
  const initial = initialValue(element, store.state.snapshot?.channel?.id);
  return given[key] === undefined || given[key] === null ? initial : { [key]: given[key] };
}

const NOTHING = { id: null, blocks: [], errors: {} };

function updateForm(store, form, shown) {
  const view = shown ?? NOTHING;
  const news = form.view?.id !== view.id || JSON.stringify(form.view.errors) !== JSON.stringify(view.errors);
  form.view = shown;
  const host = viewHost(store, form, view);
  const me = store.state.me.id;
  reconcile(
    form.node,
    view.blocks.map((block, index) => ({ block, key: `${view.id}/${block.block_id ?? index}` })),
    {
      key: ({ key }) => key,
      signature: ({ block }) => JSON.stringify([me, block, pendingIn(host, block), store.state.names]),
      build: ({ block }) => drawBlock(block, host),
    },
  );
  if (news) showErrors(form.node, view.errors ?? {});
}

const pendingIn = (host, block) => elementsIn([block]).map((pair) => host.pending(...pair));

/* Whoever sees the view when it is drawn is the one who acts in it. */
function viewHost(store, form, view) {
  const me = store.state.me.id;
  const key = (block, element) => `view/${slot(view, block, element)}`;
  const address = (block, element) => ({
    view_id: view.id,
    block_id: block.block_id,
    action_id: element.action_id,
  });
  return {
    key: view.id,
    me,
    surface: view.type,
    world: store.world(),
    value: (block, element) => held(store, form.view, block, element),
    change: (block, element, value) => {
      typed.set(slot(view, block, element), value);
      clearError(form.node, block.block_id);
    },
    pending: (block, element) => store.state.pressing.has(key(block, element)),
    press: (block, element, value) => {
      const content = { ...address(block, element), value, state: stateOf(store, form.view) };
      return store.awaiting(key(block, element), () => store.api.viewPress(me, content));
    },
    suggest: (block, element, words) => suggested(store, me, { ...address(block, element), value: words }),
    upload: (file) => upload(store, me, file),
  };
}

/** The options an app offers for what is being typed; null when it did not answer. */
export async function suggested(store, me, content) {
  const answer = await store.attempt(() => store.api.suggest(me, content));
  if (!answer || (answer.error && answer.error !== "query_too_short")) return null;
  return { options: answer.options, ...(answer.option_groups?.length && { option_groups: answer.option_groups }) };
}

function stateOf(store, view) {
  const state = {};
  for (const [block, element] of statefulIn(view.blocks)) {
    state[block.block_id] ??= {};
    state[block.block_id][element.action_id] = { type: element.type, ...held(store, view, block, element) };
  }
  return state;
}

function checkForm(store, { view }) {
  const inputs = view.blocks.filter((block) => block.type === "input" && keyOf(block.element));
  const found = inputs.map((block) => [block.block_id, complaint(block, held(store, view, block, block.element))]);
  return Object.fromEntries(found.filter(([, words]) => words));
}

const inputsIn = (node) => [...node.querySelectorAll(".block-input")];

function showErrors(node, errors) {
  const inputs = inputsIn(node);
  inputs.forEach((input) => markError(input, errors[input.dataset.blockId]));
  const first = inputs.find((input) => errors[input.dataset.blockId]);
  first?.scrollIntoView({ block: "nearest" });
  first?.querySelector("input, textarea, select, button:not(.rich-tool)")?.focus();
}

function markError(input, text) {
  const line = input.querySelector(".field-error");
  line.hidden = !text;
  fill(line, text ? [icon("warn"), el("span", null, text)] : []);
  input.classList.toggle("has-error", Boolean(text));
  input
    .querySelectorAll("input, textarea, select")
    .forEach((control) => control.setAttribute("aria-invalid", String(Boolean(text))));
}

function clearError(node, blockId) {
  const input = inputsIn(node).find((one) => one.dataset.blockId === blockId);
  if (input?.classList.contains("has-error")) markError(input, null);
}
