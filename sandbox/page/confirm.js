/** Asks "are you sure?" with the words of a Block Kit confirm object. */

import { el, uid } from "./dom.js";
import { drawText, plainText } from "./draw.js";

/** Resolves to true when there is nothing to confirm or the person said yes. */
export function confirmed(confirm, world) {
  return confirm ? new Promise((answer) => ask(confirm, world, answer)) : Promise.resolve(true);
}

/* However it closes it answers: by a button, by Escape, or because the page is about somebody else by now. */
function ask(confirm, world, answer) {
  const title = uid("confirm");
  const about = `${title}-text`;
  const style = confirm.style === "danger" ? "is-danger" : "is-primary";
  const button = (selector, words, verdict) =>
    el(selector, { type: "button", on: { click: () => dialog.close(verdict) } }, words);
  const no = button("button.button", plainText(confirm.deny) || "Cancel", "");
  const yes = button(`button.button.${style}`, plainText(confirm.confirm) || "Yes", "yes");
  const closed = () => {
    answer(dialog.returnValue === "yes");
    dialog.remove();
  };
  const dialog = el(
    "dialog.modal.confirm",
    { "aria-labelledby": title, "aria-describedby": about, on: { close: closed } },
    el("h2.confirm-title", { id: title }, plainText(confirm.title)),
    el("div.confirm-text.text", { id: about }, drawText(confirm.text, world)),
    el("div.modal-foot", null, no, yes),
  );
  window.addEventListener("popstate", () => dialog.close(""), { once: true });
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
}
