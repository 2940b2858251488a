/** Keeps a list of messages where its reader left it: at the end when they were at the end, otherwise in place. */

const NEAR = 60;

/** Watches `scroller`; `around(place, redraw)` redraws without moving the reader; `jump` appears for unseen news. */
export function keepAtEnd(scroller, jump) {
  const keeper = { scroller, jump, places: new Map(), place: null, stick: true };
  const watcher = new ResizeObserver(() => settle(keeper));
  [scroller, ...scroller.children].forEach((node) => watcher.observe(node));
  scroller.addEventListener("scroll", () => scrolled(keeper));
  jump?.addEventListener("click", () => {
    keeper.stick = true;
    settle(keeper);
  });
  return { around: (place, redraw) => (place === keeper.place ? stay(keeper, redraw) : arrive(keeper, place, redraw)) };
}

function settle({ scroller, jump, stick }) {
  if (!stick) return;
  scroller.scrollTop = scroller.scrollHeight;
  if (jump) jump.hidden = true;
}

function scrolled(keeper) {
  const { scroller, places, place } = keeper;
  if (!scroller.clientHeight) return;
  keeper.stick = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  if (keeper.stick && keeper.jump) keeper.jump.hidden = true;
  places.set(place, keeper.stick ? null : scroller.scrollTop);
}

function stay(keeper, redraw) {
  const { scroller, jump } = keeper;
  const height = scroller.scrollHeight;
  redraw();
  if (jump && !keeper.stick && scroller.scrollHeight > height + 20) jump.hidden = false;
  settle(keeper);
}

function arrive(keeper, place, redraw) {
  keeper.place = place;
  redraw();
  const left = keeper.places.get(place) ?? null;
  keeper.stick = left === null;
  if (keeper.jump) keeper.jump.hidden = true;
  if (left !== null) keeper.scroller.scrollTop = left;
  settle(keeper);
}
