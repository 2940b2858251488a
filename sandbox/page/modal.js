/** The modal on top of a person's stack of views. */

import { el, fill, uid } from "./dom.js";
import { plainText } from "./draw.js";
import { icon } from "./icons.js";
import { failed, inWords } from "./store.js";
import { viewForm } from "./viewform.js";

/** Makes the dialog; it opens and closes as the server's stack of views says. */
export function modal(store) {
  const form = viewForm(store);
  const titleId = uid("modal");
  const parts = {
    title: el("h2.modal-title", { id: titleId }),
    step: el("span.modal-step"),
    banner: el("div.modal-banner", { role: "alert", hidden: true }),
    foot: el("div.modal-foot"),
    form,
  };
  const close = () => closeTop(store, form.view);
  const closer = el(
    "button.icon-button",
    { type: "button", "aria-label": "Close", on: { click: close } },
    icon("close"),
  );
  const head = el(
    "header.modal-head",
    null,
    el("span.modal-face", { "aria-hidden": "true" }, icon("bot")),
    parts.title,
    parts.step,
    closer,
  );
  const submit = (event) => {
    event.preventDefault();
    send(store, parts);
  };
  const body = el(
    "form.modal-form",
    { novalidate: true, autocomplete: "off", on: { submit } },
    head,
    el("div.modal-body", null, form.node),
    parts.banner,
    parts.foot,
  );
  const cancel = (event) => {
    event.preventDefault();
    close();
  };
  const node = el("dialog.modal", { "aria-labelledby": titleId, on: { cancel, keydown: escape(close) } }, body);
  return { node, update: (state) => updateModal(store, state, node, parts, close) };
}

/* The server's stack of views decides what is closed, so the browser may not close the dialog by itself. */
const escape = (close) => (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  close();
};

function updateModal(store, state, node, parts, close) {
  const views = (state.snapshot?.views ?? []).filter(({ type }) => type === "modal");
  const top = views.at(-1);
  if (!top) {
    if (node.open) node.close();
    return;
  }
  const fresh = parts.form.view?.id !== top.id || !node.open;
  drawHead(parts, top, views.length);
  parts.form.update(top);
  drawFoot(store, state, parts, top, close);
  if (fresh) present(node, parts);
}

function present(node, parts) {
  showBanner(parts, null);
  if (!node.open) node.showModal();
  parts.form.node.parentNode.scrollTop = 0;
  focusFirst(parts.form.node, parts.foot);
}

function drawHead(parts, view, depth) {
  fill(parts.title, [plainText(asText(view.title))]);
  fill(parts.step, [depth > 1 ? `Step ${depth}` : null]);
}

const asText = (title) => (typeof title === "string" ? { text: title } : title);

function focusFirst(blocks, foot) {
  const wanted =
    blocks.querySelector("[data-autofocus]") ??
    blocks.querySelector("input, textarea, select, button") ??
    foot.querySelector("button");
  wanted?.focus();
}

function drawFoot(store, state, parts, view, close) {
  const busy = view.busy || state.pressing.has(`submit/${view.id}`);
  const mark = JSON.stringify([view.id, view.close, view.submit, busy]);
  if (parts.foot.dataset.mark === mark) return;
  parts.foot.dataset.mark = mark;
  const shut = el("button.button", { type: "button", on: { click: close } }, plainText(asText(view.close)) || "Cancel");
  const words = plainText(asText(view.submit)) || "Submit";
  const spinner = busy ? el("span.spinner", { "aria-hidden": "true" }) : null;
  const submit = el(
    "button.button.is-primary",
    { type: "submit", "aria-busy": busy ? "true" : null },
    el("span.button-words", null, words),
    spinner,
  );
  const asks = view.submit || view.blocks.some(({ type }) => type === "input");
  fill(parts.foot, [shut, asks ? submit : null]);
}

async function send(store, parts) {
  const { form } = parts;
  const view = form.view;
  const errors = form.check();
  form.showErrors(errors);
  if (Object.keys(errors).length) return;
  showBanner(parts, null);
  const content = { view_id: view.id, state: form.state() };
  const result = await store.awaiting(`submit/${view.id}`, () => store.api.viewSubmit(store.state.me.id, content));
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
  if (view) store.awaiting(`close/${view.id}`, () => store.api.viewClose(store.state.me.id, { view_id: view.id }));
}
