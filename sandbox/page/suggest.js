/** What the composer offers while somebody types: slash commands at the start, people after an @. */

/**
 * The suggestions for a text up to the caret: {label, usage, about, text, soft?}, `text` being what the line becomes.
 * A soft one is only offered: Enter sends the line as it is unless the writer chose it.
 */
export function suggestions(text, state) {
  if (/^\/\S*$/.test(text)) return commandsFor(text, state);
  const words = /^(\/\S+) (\S*)$/.exec(text);
  if (words) return wordsFor(words[1], words[2], state);
  const at = /(?:^|\s)@([a-z0-9._-]*)$/i.exec(text);
  return at ? peopleFor(text, at[1].toLowerCase(), state) : [];
}

function commandsFor(text, state) {
  const known = state.snapshot?.app?.commands ?? [];
  return known
    .filter(({ command }) => command.startsWith(text))
    .map((one) => ({
      label: one.command,
      usage: one.usage_hint ?? "",
      about: one.description ?? "",
      text: `${one.command} `,
    }));
}

/* A usage hint such as "all | show ID" names the words a command knows; what stands in brackets is for the writer. */
function wordsFor(name, typed, state) {
  const known = (state.snapshot?.app?.commands ?? []).find(({ command }) => command === name);
  const offers = (known?.usage_hint ?? "").split("|").map((part) => part.trim().split(/\s+/));
  return offers
    .filter(([word]) => /^[a-z][a-z-]*$/.test(word) && word.startsWith(typed) && word !== typed)
    .map(([word, ...rest]) => ({
      label: `${name} ${word}`,
      usage: rest.join(" "),
      about: "",
      text: `${name} ${word}${rest.length ? " " : ""}`,
      soft: true,
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
