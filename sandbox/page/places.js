/** Tells conversations by the names they have in the address: `support`, `@countersign`, or an id. */

const bare = (name) => name.replace(/^#/, "");

/** The names of those a direct message is held with; `people` maps ids to people. */
export function withWhom(direct, people) {
  const others = direct.users ?? [direct.user];
  return others.map((id) => people.get(id)).filter(Boolean);
}

/** What a direct message is called in the address. */
function directName(direct, people) {
  const names = withWhom(direct, people).map(({ name }) => name);
  return names.length ? `@${names.join(",")}` : direct.id;
}

/** The address of a conversation, given by id; null for one that is not there. */
export function placeOf(id, { channels, directs }, people) {
  const channel = channels.find((one) => one.id === id);
  if (channel) return bare(channel.name);
  const direct = directs.find((one) => one.id === id);
  return direct ? directName(direct, people) : null;
}

/** The id of the conversation an address means; null when there is none. */
export function idOfPlace(place, { channels, directs }, people) {
  const direct = directs.find((one) => one.id === place || directName(one, people) === place);
  return (direct ?? channels.find(({ id, name }) => id === place || bare(name) === place))?.id ?? null;
}

/** Where to begin: the channel the guide names first, else the first there is. */
export function firstPlace({ channels }, guide) {
  const wanted = bare(guide?.steps?.find((step) => step.channel)?.channel ?? "");
  const names = channels.map(({ name }) => bare(name));
  return names.includes(wanted) ? wanted : (names[0] ?? null);
}
