/** Shows what the page does not know how to draw, with its type and its content, so that nothing is dropped. */

import { el } from "./dom.js";

/** A marked box; `what` is "block", "element" or "part". */
export function unknownBox(what, given) {
  const body = el("pre", { tabindex: "0" });
  const node = el(
    "details.block-unknown",
    { "data-unknown": given?.type },
    el("summary", null, `Not drawn here: ${what} “${given?.type ?? "without a type"}”`),
    body,
  );
  node.addEventListener("toggle", () => (body.textContent = node.open ? JSON.stringify(given, null, 2) : ""));
  return node;
}
