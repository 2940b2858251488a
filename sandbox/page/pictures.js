/** Stands in for what the page will not fetch: pictures, videos and files from elsewhere are told in words. */

import { el } from "./dom.js";
import { link, plainText } from "./draw.js";
import { icon } from "./icons.js";
import { safeUrl } from "./mrkdwn.js";

/** A frame with the picture's alternative text. */
export function picture(alt, title, sign = "image") {
  const words = alt || "Image";
  return el(
    "figure.picture",
    null,
    title ? el("figcaption", null, title) : null,
    el(
      "div.picture-frame",
      { role: "img", "aria-label": words },
      el("span.picture-words", null, icon(sign), el("span", null, words)),
    ),
  );
}

/** A video by its title, its alternative text and its address. */
export function drawVideo(block) {
  const title = plainText(block.title);
  const href = safeUrl(block.title_url ?? "");
  const figure = picture(block.alt_text, null, "play");
  const about = [block.author_name, block.provider_name, plainText(block.description)].filter(Boolean).join(" · ");
  figure.prepend(el("figcaption", null, href ? link(href, title || href) : title));
  if (about) figure.append(el("div.hint", null, about));
  return figure;
}

/** A remote file, of which a message knows no more than its id. */
export function drawFileBlock(block) {
  const words = el("b", null, block.external_id ?? block.file_id ?? "a file");
  return el("span.file", null, icon("file"), el("span.file-words", null, words, el("span.file-about", null, "File")));
}
