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
  mail: "M2.5 4.5h15v11h-15zM2.8 5l7.2 6 7.2-6",
  guide: "M10 2.5l2.2 4.6 5 .7-3.6 3.6.8 5.1-4.4-2.4-4.4 2.4.8-5.1L2.8 7.8l5-.7z",
  inspect: "M3 4h14v12H3zM6 8l2.5 2L6 12M10.5 12.5H14",
  chevron: "M5.5 8l4.5 4.5L14.5 8",
  down: "M10 4v11M5.5 10.5 10 15l4.5-4.5",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  warn: "M10 3 2.5 16.5h15zM10 8v4M10 14.2v.01",
  info: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v5M10 6.2v.01",
  check: "M4 10.5 8 14.5 16 5.5",
  image: "M3 4.5h14v11H3zM3 13l4-4 4 4 2-2 4 4M12.8 8v.01",
  bolt: "M11 2.5 4.5 11.5H9.5L9 17.5 15.5 8.5H10.5z",
  clock: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 5.8V10l2.8 2",
  search: "M8.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12.2 12.2 17 17",
  file: "M5 2.5h6.5L15.5 6.5v11H5zM11.5 2.5v4h4M7.5 11h5M7.5 14h5",
  play: "M3 4.5h14v11H3zM8.5 7.5 12.5 10l-4 2.5z",
  trash: "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11h7.4l.8-11M8.5 8.5v5M11.5 8.5v5",
  thumbUp: "M3 9h3v8H3zM6 9.5 9.5 3c1.5 0 2 1 1.7 2.4L10.6 8H16c.9 0 1.5.8 1.3 1.7l-1.4 6c-.2.8-.8 1.3-1.6 1.3H6",
  thumbDown:
    "M3 3h3v8H3zM6 10.5 9.5 17c1.5 0 2-1 1.7-2.4L10.6 12H16c.9 0 1.5-.8 1.3-1.7l-1.4-6C15.7 3.5 15.1 3 14.3 3H6",
  circle: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z",
  half: "M10 3.5a6.5 6.5 0 1 0 6.5 6.5M10 3.5v6.5h6.5",
  people:
    "M7.5 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM2 16.5c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5M13.5 4.6a2.6 2.6 0 0 1 0 5M15 12.3c1.7.6 2.8 2 3 4.2",
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
