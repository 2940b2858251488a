/** Builds DOM nodes from data: text goes in as text, never as markup. */

const PROPERTIES = new Set([
  "value",
  "checked",
  "disabled",
  "hidden",
  "required",
  "selected",
  "tabIndex",
  "open",
  "readOnly",
]);

/** Makes an element: `el("button.primary", {type: "button", on: {click}}, "Send")`. */
export function el(selector, props, ...children) {
  const [tag, ...classes] = selector.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(props ?? {})) assign(node, key, value);
  return fill(node, children);
}

function assign(node, key, value) {
  if (key === "on") Object.entries(value).forEach(([name, handler]) => node.addEventListener(name, handler));
  else if (key === "style") Object.entries(value).forEach(([name, text]) => node.style.setProperty(name, text));
  else if (PROPERTIES.has(key)) node[key] = value;
  else if (value !== null && value !== undefined && value !== false)
    node.setAttribute(key, value === true ? "" : value);
}

/** Replaces what a node contains; nulls are left out, strings become text. */
export function fill(node, children) {
  node.replaceChildren(
    ...[children].flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

/** Adds or removes classes by condition: `classes(node, {"is-open": open})`. */
export function classes(node, flags) {
  Object.entries(flags).forEach(([name, on]) => node.classList.toggle(name, Boolean(on)));
  return node;
}

const drawn = new WeakMap();

/**
 * Makes a node's children follow `items`. A child whose key and signature are unchanged is left untouched,
 * so that focus, selection and whatever was typed into it survive.
 */
export function reconcile(parent, items, { key, signature, build }) {
  const before = drawn.get(parent) ?? new Map();
  const after = new Map();
  const focus = focusIn(parent);
  for (const item of items) {
    const id = key(item);
    const mark = signature(item);
    const old = before.get(id);
    after.set(id, old?.mark === mark ? old : { mark, node: build(item) });
  }
  place(
    parent,
    [...after.values()].map((entry) => entry.node),
  );
  drawn.set(parent, after);
  if (focus && !parent.contains(document.activeElement)) restore(parent, focus);
}

function place(parent, nodes) {
  const wanted = new Set(nodes);
  [...parent.childNodes].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

function focusIn(parent) {
  const active = document.activeElement;
  if (!active || !parent.contains(active) || !active.dataset.focus) return null;
  return { key: active.dataset.focus, start: active.selectionStart ?? null, end: active.selectionEnd ?? null };
}

function restore(parent, { key, start, end }) {
  const node = parent.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  node?.focus({ preventScroll: true });
  if (node && start !== null && node.setSelectionRange) node.setSelectionRange(start, end);
}

let serial = 0;

/** A fresh id for tying a label or a hint to its field. */
export function uid(prefix = "n") {
  serial += 1;
  return `${prefix}-${serial}`;
}

const ARROWS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Moves the focus among `nodes` with arrow keys, Home and End; returns the node reached, or null. */
export function rove(event, nodes) {
  const at = nodes.indexOf(document.activeElement);
  const target = { Home: 0, End: nodes.length - 1 }[event.key] ?? (event.key in ARROWS ? at + ARROWS[event.key] : null);
  if (target === null || !nodes.length) return null;
  event.preventDefault();
  const node = nodes[(target + nodes.length) % nodes.length];
  node.focus();
  return node;
}
