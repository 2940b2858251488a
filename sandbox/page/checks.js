/** What a client says against a value before anything is sent; knows nothing of the DOM. */

import { isEmpty, keyOf } from "./values.js";

const MISSING = "Please complete this required field.";
const LONGEST = 3000;

/** The complaint about what an input block's element holds, or null; `held` is {key: value}. */
export function complaint(block, held) {
  const { element } = block;
  if (isEmpty(held)) return block.optional ? null : MISSING;
  const check = Object.hasOwn(CHECKS, element.type) ? CHECKS[element.type] : () => null;
  return check(element, held[keyOf(element)]);
}

const CHECKS = {
  plain_text_input: wrongLength,
  number_input: wrongNumber,
  email_text_input: (element, text) =>
    /^[^\s@]+@[^\s@]+$/.test(text.trim()) ? null : "Please enter a valid email address.",
  url_text_input: (element, text) => (URL.canParse(text.trim()) ? null : "Please enter a valid URL."),
};

function wrongLength({ min_length: least = 0, max_length: most = LONGEST }, text) {
  if (text.length < least) return `Please enter at least ${least} characters.`;
  return text.length > most ? `Please enter at most ${most} characters.` : null;
}

function wrongNumber({ is_decimal_allowed: decimal, min_value: least, max_value: most }, text) {
  const words = text.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(words)) return "Please enter a number.";
  const number = Number(words);
  if (!decimal && !Number.isInteger(number)) return "Please enter a whole number.";
  if (least !== undefined && number < Number(least)) return `Please enter a number of at least ${least}.`;
  return most !== undefined && number > Number(most) ? `Please enter a number of at most ${most}.` : null;
}
