/** Keeps the number of things that wait for each person, so that an escalation is seen to arrive at somebody else. */

const PAUSE = 2500;

/** What waits for one person: direct messages and mentions count, other unread messages only show as a dot. */
export function waiting({ channels, directs }) {
  const sum = (list, field) => list.reduce((total, one) => total + (one[field] ?? 0), 0);
  return { count: sum(directs, "unread") + sum(channels, "mentions"), quiet: sum(channels, "unread") > 0 };
}

/** Watches everybody's badges: as the snapshot gives them, else by looking now and then while the page is visible. */
export function watchBadges(store) {
  let looked = 0;
  const look = async () => {
    const given = store.state.snapshot?.badges;
    if (given || document.hidden || !store.state.me || !store.state.online || Date.now() - looked < PAUSE) return;
    looked = Date.now();
    const others = store.seats.filter((person) => person !== store.state.me);
    const found = await Promise.all(others.map((person) => glance(store, person)));
    store.change({ badges: Object.fromEntries(found.filter(Boolean)) });
  };
  setInterval(look, PAUSE);
  store.subscribe(look);
}

async function glance(store, person) {
  const snapshot = await store.api.snapshot(person.id).catch(() => null);
  return snapshot && [person.id, waiting(snapshot)];
}

/** The badge of one person: their own snapshot for the person at the page, else what was last seen of them. */
export function badgeOf(state, person) {
  if (person === state.me && state.snapshot) return waiting(state.snapshot);
  const given = state.snapshot?.badges?.[person.id];
  if (typeof given === "number") return { count: given, quiet: false };
  return given ?? state.badges[person.id] ?? { count: 0, quiet: false };
}
