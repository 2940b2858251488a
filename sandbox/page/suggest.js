/** What the composer offers while somebody types: slash commands at the start, people after an @. */

/** The suggestions for a text up to the caret: {label, usage, about, text}, `text` being what the line becomes. */
export function suggestions(text, state) {
  if (/^\/\S*$/.test(text)) return commandsFor(text, state);
  const at = /(?:^|\s)@([a-z0-9._-]*)$/i.exec(text);
  return at ? peopleFor(text, at[1].toLowerCase(), state) : [];
}

function commandsFor(text, state) {
  const known = state.snapshot?.commands ?? [];
  return known
    .filter(({ command }) => command.startsWith(text))
    .map((one) => ({
      label: one.command,
      usage: one.usage_hint ?? "",
      about: one.description ?? "",
      text: `${one.command} `,
    }));
}

function peopleFor(text, typed, state) {
  const fits = ({ name, real_name: real }) =>
    [name, ...real.split(" ")].some((word) => word.toLowerCase().startsWith(typed));
  return [...state.people.values()]
    .filter((person) => !person.deleted && fits(person))
    .map((person) => ({
      label: `@${person.name}`,
      usage: "",
      about: `${person.real_name}, ${person.title}`,
      text: `${text.slice(0, text.length - typed.length)}${person.name} `,
    }));
}
