/** Short messages at the bottom of the page, above everything else, open dialogs included. */

import { el, reconcile } from "./dom.js";
import { icon } from "./icons.js";

/** Makes the place where toasts appear. */
export function toasts(store) {
  const node = el("div.toasts", { role: "status", "aria-live": "polite", popover: "manual" });
  const update = (state) => {
    const more = state.toasts.length > node.childNodes.length;
    reconcile(node, state.toasts, {
      key: ({ id }) => id,
      signature: ({ id }) => id,
      build: (toast) => drawToast(store, toast),
    });
    if (node.matches(":popover-open") && (more || !state.toasts.length)) node.hidePopover();
    if (more) node.showPopover();
  };
  return { node, update };
}

function drawToast(store, { id, text, level }) {
  const close = el(
    "button.icon-button",
    { type: "button", "aria-label": "Dismiss", on: { click: () => store.dismiss(id) } },
    icon("close"),
  );
  return el(
    `div.toast.is-${level}`,
    null,
    icon(level === "info" ? "info" : "warn"),
    el("span.toast-words", null, text),
    close,
  );
}
