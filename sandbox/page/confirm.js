/** Asks "are you sure?" with the words of a Block Kit confirm object. */

import { el, uid } from "./dom.js";
import { drawText, plainText } from "./draw.js";

/** Resolves to true when there is nothing to confirm or the person said yes. */
export function confirmed(confirm, world) {
  return confirm ? new Promise((answer) => ask(confirm, world, answer)) : Promise.resolve(true);
}

function ask(confirm, world, answer) {
  const title = uid("confirm");
  const style = confirm.style === "danger" ? "is-danger" : "is-primary";
  const finish = (yes) => () => {
    answer(yes);
    dialog.close();
  };
  const no = el("button.button", { type: "button", on: { click: finish(false) } }, plainText(confirm.deny) || "Cancel");
  const yes = el(
    `button.button.${style}`,
    { type: "button", on: { click: finish(true) } },
    plainText(confirm.confirm) || "Yes",
  );
  const dialog = el(
    "dialog.modal.confirm",
    { "aria-labelledby": title, on: { close: () => dialog.remove(), cancel: () => answer(false) } },
    el("h2.confirm-title", { id: title }, plainText(confirm.title)),
    el("div.confirm-text.text", null, drawText(confirm.text, world)),
    el("div.modal-foot", null, no, yes),
  );
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
}
