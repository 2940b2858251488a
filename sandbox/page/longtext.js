/** Folds long texts: the beginning, and a button that shows the rest. */

import { el } from "./dom.js";

const unfolded = new Set();

/** Whether a text is longer than {characters, lines}; fenced code is left out, for it scrolls in a box of its own. */
export function isLong(text, { characters, lines }) {
  const words = text.replace(/```[\s\S]*?```/g, "");
  return words.length > characters || words.split("\n").length > lines;
}

/** The node with its end hidden behind "Show more"; `key` remembers through redraws what was shown. */
export function folded(node, key) {
  const body = el("div.fold-body", null, node);
  const button = el("button.fold-more", { type: "button", "data-focus": `${key}/fold` });
  const frame = el("div.fold", null, body, button);
  const tell = () => {
    const open = unfolded.has(key);
    frame.classList.toggle("is-open", open);
    button.textContent = open ? "Show less" : "Show more";
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => {
    if (!unfolded.delete(key)) unfolded.add(key);
    tell();
  });
  body.addEventListener("focusin", ({ target }) => {
    if (unfolded.has(key) || !target.matches("a, button")) return;
    unfolded.add(key);
    tell();
  });
  tell();
  return frame;
}
