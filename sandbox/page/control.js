/** What the controls of all fields have in common. */

import { plainText } from "./draw.js";

/** What every control of a field carries: its ids, its address, its words for screen readers. */
export function common(element, field) {
  const placeholder = plainText(element.placeholder) || null;
  return {
    id: field.id,
    required: Boolean(field.required),
    disabled: Boolean(field.pending),
    ...field.address,
    "aria-labelledby": field.labelledBy,
    "aria-describedby": field.describedBy,
    "data-autofocus": element.focus_on_load ? "yes" : null,
    placeholder,
    "aria-label": field.labelledBy ? null : (placeholder ?? NAMES[element.type] ?? "Value"),
  };
}

const NAMES = { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time" };

/** What a control that is a group of smaller ones carries. */
export const grouped = (field) => ({
  id: field.id,
  "aria-labelledby": field.labelledBy,
  "aria-describedby": field.describedBy,
  "data-block-id": field.address["data-block-id"],
  "data-action-id": field.address["data-action-id"],
});
