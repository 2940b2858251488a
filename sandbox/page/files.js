/** Draws files: those a message carries, and the field that takes them. */

import { grouped } from "./control.js";
import { el, fill } from "./dom.js";
import { icon } from "./icons.js";
import { severalOf } from "./selects.js";

const UNITS = ["bytes", "kB", "MB", "GB"];

/* "12 kB" for a number of bytes. */
function sizeInWords(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** step).toPrecision(3))} ${UNITS[step]}`;
}

/** The files of a message, each a link to its content when the sandbox has it. */
export function drawFiles(files) {
  return el("div.files", null, files.map(drawFile));
}

function drawFile(file) {
  const name = file.title || file.name || file.id;
  const about = [file.mimetype, sizeInWords(file.size)].filter(Boolean).join(", ");
  const words = el("span.file-words", null, el("b", null, name), el("span.file-about", null, about));
  const address = ownAddress(file.url);
  const props = { "data-file-id": file.id };
  return address
    ? el("a.file", { ...props, href: address, download: file.name || name }, icon("file"), words)
    : el("span.file", props, icon("file"), words);
}

/* Only what this server holds is offered: the page reaches nothing else. */
function ownAddress(text) {
  if (!text || !URL.canParse(text, window.location.href)) return null;
  const url = new URL(text, window.location.href);
  return url.origin === window.location.origin ? url.href : null;
}

/** The field that takes files; what is held are the files' entries as the sandbox gave them. */
export function drawFileInput(element, field) {
  const most = element.max_files ?? 10;
  const input = el("input.file-picker", {
    type: "file",
    multiple: most > 1,
    accept: (element.filetypes ?? []).map((kind) => `.${kind}`).join(",") || null,
    ...grouped(field),
    "data-focus": field.address["data-focus"],
  });
  const note = el("span.hint", { role: "status" });
  const several = severalOf(
    field,
    (file) => file.name ?? file.id,
    input,
    (held) => {
      input.disabled = Boolean(field.pending) || held.length >= most;
      note.textContent = `${held.length} of at most ${most}`;
    },
  );
  input.addEventListener("change", () => take(input, field, several, note));
  return el("div.file-field", null, several.chips, el("div.file-row", null, input, note));
}

async function take(input, field, several, note) {
  const chosen = [...input.files];
  fill(note, ["Uploading…"]);
  const uploaded = await Promise.all(chosen.map((file) => field.upload(file)));
  input.value = "";
  several.add(...uploaded.filter(Boolean));
}
