/** Line icons, drawn on a 20 by 20 grid. */

const NS = "http://www.w3.org/2000/svg";

const PATHS = {
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h14M2.5 12.5h14",
  lock: "M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3",
  close: "M5 5l10 10M15 5 5 15",
  send: "M3 10 17 3l-4.5 14-3-5.5zM9.5 11.5 17 3",
  reply:
    "M3 5.5A1.5 1.5 0 0 1 4.5 4h11A1.5 1.5 0 0 1 17 5.5v7a1.5 1.5 0 0 1-1.5 1.5H9l-4 3.2V14h-.5A1.5 1.5 0 0 1 3 12.5z",
  eye: "M1.8 10S5 4.5 10 4.5 18.2 10 18.2 10 15 15.5 10 15.5 1.8 10 1.8 10zM10 7.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8z",
  guide: "M10 2.5l2.2 4.6 5 .7-3.6 3.6.8 5.1-4.4-2.4-4.4 2.4.8-5.1L2.8 7.8l5-.7z",
  inspect: "M3 4h14v12H3zM6 8l2.5 2L6 12M10.5 12.5H14",
  chevron: "M5.5 8l4.5 4.5L14.5 8",
  down: "M10 4v11M5.5 10.5 10 15l4.5-4.5",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  warn: "M10 3 2.5 16.5h15zM10 8v4M10 14.2v.01",
  info: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v5M10 6.2v.01",
  check: "M4 10.5 8 14.5 16 5.5",
  image: "M3 4.5h14v11H3zM3 13l4-4 4 4 2-2 4 4M12.8 8v.01",
  bot: "M4 7.5h12V16H4zM10 7.5V4M10 3.6v.01M7.5 11v1M12.5 11v1M1.8 10.5v2.5M18.2 10.5v2.5",
};

/** An inline picture, hidden from screen readers: its button carries the words. */
export function icon(name) {
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(NS, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
