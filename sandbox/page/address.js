/** The page's address in the URL: `#/maya/support/1732189.000100` or `#/tom/@countersign/home`. */

/** Reads a location hash; missing parts are null. */
export function readAddress(hash) {
  const [person = null, place = null, rest = null] = hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter(Boolean)
    .map(decodeURIComponent);
  const tab = rest === "home" ? "home" : "messages";
  return { person, place, thread: tab === "home" ? null : rest, tab };
}

/** Writes the location hash as a new step of the browser's history, or in place of the last one. */
export function writeAddress({ person, place, thread, tab }, replace) {
  const last = tab === "home" ? "home" : thread;
  const parts = [person, place, last].filter(Boolean).map((part) => encodeURIComponent(part).replaceAll("%40", "@"));
  const hash = `#/${parts.join("/")}`;
  if (window.location.hash === hash) return;
  if (replace) window.history.replaceState(null, "", hash);
  else window.history.pushState(null, "", hash);
}
