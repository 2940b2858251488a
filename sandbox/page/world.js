/** What texts need to be drawn: names, people, the calendar, and where a click on a channel leads. */

/** The world as the person at the page knows it now. */
export function worldOf(store) {
  const { me, names, people, snapshot } = store.state;
  return {
    me,
    names,
    people,
    calendar: store.calendar(),
    channels: snapshot?.channels ?? [],
    nameOf: (id) => people.get(id)?.real_name ?? names.users[id],
    openChannel: (id) => store.openChannel(id),
  };
}
