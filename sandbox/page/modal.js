/** The modal on top of a person's stack of views. */

import { el, fill, uid } from "./dom.js";
import { plainText } from "./draw.js";
import { icon } from "./icons.js";
import { failed, inWords } from "./outcome.js";
import { viewForm } from "./viewform.js";

/** Makes the dialog; it opens and closes as the server's stack of views says. */
export function modal(store) {
  const titleId = uid("modal");
  const parts = {
    title: el("h2.modal-title", { id: titleId }),
    trail: el("nav.modal-trail", { "aria-label": "Views below", hidden: true }),
    banner: el("div.modal-banner", { role: "alert", hidden: true }),
    foot: el("div.modal-foot"),
    form: viewForm(store),
    returnTo: null,
    left: new Map(),
  };
  const close = () => closeTop(store, parts.form.view);
  const submit = (event) => {
    event.preventDefault();
    send(store, parts);
  };
  const body = el(
    "form.modal-form",
    { novalidate: true, autocomplete: "off", on: { submit } },
    modalHead(parts, close),
    el("div.modal-body", null, parts.form.node),
    parts.banner,
    parts.foot,
  );
  const cancel = (event) => {
    event.preventDefault();
    close();
  };
  parts.node = el("dialog.modal", { "aria-labelledby": titleId, on: { cancel, keydown: escape(close) } }, body);
  return { node: parts.node, update: (state) => updateModal(store, state, parts, close) };
}

function modalHead(parts, close) {
  const props = { type: "button", "aria-label": "Close this view", title: "Close", on: { click: close } };
  const face = el("span.modal-face", { "aria-hidden": "true" }, icon("bot"));
  const words = el("div.modal-words", null, parts.trail, parts.title);
  return el("header.modal-head", null, face, words, el("button.icon-button", props, icon("close")));
}

/* The server's stack of views decides what is closed, so the browser may not close the dialog by itself. */
const escape = (close) => (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  close();
};

function updateModal(store, state, parts, close) {
  const views = (state.snapshot?.views ?? []).filter(({ type }) => type === "modal");
  if (views.length) show(store, state, parts, { views, close });
  else dismiss(parts);
}

function show(store, state, parts, { views, close }) {
  const top = views.at(-1);
  const before = parts.form.view?.id;
  const fresh = before !== top.id || !parts.node.open;
  if (fresh && before) parts.left.set(before, document.activeElement?.dataset.focus);
  parts.node.dataset.viewId = top.id;
  drawHead(parts, views);
  parts.form.update(top);
  drawFoot(store, state, parts, { view: top, depth: views.length, close });
  if (fresh) present(parts);
}

function present(parts) {
  showBanner(parts, null);
  if (!parts.node.open) {
    parts.returnTo = document.activeElement?.dataset.focus ?? null;
    parts.node.showModal();
  }
  if (!refocus(parts.node, parts.left.get(parts.form.view.id))) focusFirst(parts.form.node, parts.foot);
  parts.form.node.parentNode.scrollTop = 0;
}

/* What had the focus may have been drawn anew since: it goes to what stands in its place. */
function refocus(node, key) {
  const found = key && node.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  found?.focus({ preventScroll: true });
  return Boolean(found);
}

function dismiss({ node, form, returnTo, left }) {
  if (!node.open) return;
  node.close();
  form.update(null);
  left.clear();
  if (document.activeElement === document.body) refocus(document.body, returnTo);
}

const asText = (title) => (typeof title === "string" ? { text: title } : title);

function drawHead(parts, views) {
  const below = views.slice(0, -1).map(({ title }) => el("span", null, plainText(asText(title))));
  fill(parts.title, [plainText(asText(views.at(-1).title))]);
  parts.trail.hidden = !below.length;
  fill(parts.trail, below);
}

/* Whatever has the focus, a view is read from its top. */
function focusFirst(blocks, foot) {
  const wanted =
    blocks.querySelector("[data-autofocus]") ??
    blocks.querySelector("input, textarea, select, button:not(.rich-tool)") ??
    foot.querySelector("button:last-child");
  wanted?.focus({ preventScroll: true });
}

function drawFoot(store, state, parts, { view, depth, close }) {
  const busy = view.busy || state.pressing.has(`submit/${view.id}`);
  const mark = JSON.stringify([view.id, view.close, view.submit, busy, depth]);
  const { foot } = parts;
  if (foot.dataset.mark === mark) return;
  const focused = foot.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  foot.dataset.mark = mark;
  const asks = view.submit || view.blocks.some(({ type }) => type === "input");
  const closeWords = plainText(asText(view.close)) || (asks ? "Cancel" : "Close");
  fill(foot, [
    depth > 1 ? closeAllButton(store, view) : null,
    footButton("button.button", "close", close, closeWords),
    asks ? submitButton(view, busy) : null,
  ]);
  refocus(foot, focused);
}

function closeAllButton(store, view) {
  const me = store.state.me.id;
  const click = () => store.attempt(() => store.api.viewClose(me, { view_id: view.id, everything: true }));
  return footButton("button.button.is-quiet.close-all", "close-all", click, "Close all");
}

const footButton = (selector, name, click, words) =>
  el(selector, { type: "button", "data-focus": `foot-${name}`, on: { click } }, words);

function submitButton(view, busy) {
  const spinner = busy ? el("span.spinner", { "aria-hidden": "true" }) : null;
  return el(
    "button.button.is-primary",
    { type: "submit", "data-focus": "foot-submit", "aria-busy": busy ? "true" : null },
    el("span.button-words", null, plainText(asText(view.submit)) || "Submit"),
    spinner,
  );
}

async function send(store, parts) {
  const { form } = parts;
  const { view } = form;
  const me = store.state.me.id;
  const errors = form.check();
  form.showErrors(errors);
  if (Object.keys(errors).length) return;
  showBanner(parts, null);
  const content = { view_id: view.id, state: form.state() };
  const result = await store.awaiting(`submit/${view.id}`, () => store.api.viewSubmit(me, content));
  if (form.view?.id === view.id) tellResult(parts, result ?? { error: "the sandbox did not answer" });
}

function tellResult(parts, result) {
  if (result.closed) return;
  if (Object.keys(result.errors ?? {}).length) parts.form.showErrors(result.errors);
  else if (failed(result)) showBanner(parts, inWords(result.error));
}

function showBanner(parts, words) {
  parts.banner.hidden = !words;
  fill(
    parts.banner,
    words ? [icon("warn"), `The app did not take this: ${words}. Nothing you typed is lost; try again.`] : [],
  );
}

function closeTop(store, view) {
  const me = store.state.me.id;
  if (view) store.awaiting(`close/${view.id}`, () => store.api.viewClose(me, { view_id: view.id }));
}
