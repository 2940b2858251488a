/** What a select offers. A choice is {label, value, held, group?, note?}: `held` is what Slack keeps for it. */

import { plainText } from "./draw.js";

/** The choices of any select but an external one. */
export function choicesOf(element, world) {
  return OFFERS[element.type.replace(/^multi_/, "")](element, world);
}

/** The choices an options list, or a list of groups of options, stands for. */
export function optionChoices({ options, option_groups: groups }) {
  return (groups ?? [{ options: options ?? [] }]).flatMap((group) =>
    (group.options ?? []).map((option) => ({
      label: plainText(option.text),
      value: option.value,
      held: option,
      group: plainText(group.label),
      note: plainText(option.description),
    })),
  );
}

const OFFERS = {
  static_select: optionChoices,
  users_select: (element, world) => people(world, false),
  channels_select: (element, world) => places(world, ["channel"]),
  conversations_select: conversations,
};

function people(world, bots) {
  return [...world.people.values()]
    .filter((person) => !person.deleted && (bots || !person.is_bot))
    .map((person) => ({ label: person.real_name, value: person.id, held: person.id }));
}

function places(world, kinds) {
  return world.channels
    .filter(({ kind = "channel" }) => kinds.includes(kind))
    .map(({ id, name }) => ({ label: `#${name.replace(/^#/, "")}`, value: id, held: id }));
}

const KINDS = { public: "channel", private: "private", mpim: "mpim" };

function conversations({ filter = {} }, world) {
  const wanted = filter.include ?? ["public", "private", "mpim", "im"];
  const kinds = wanted.map((name) => KINDS[name]).filter(Boolean);
  return [...places(world, kinds), ...(wanted.includes("im") ? people(world, !filter.exclude_bot_users) : [])];
}

/** The id or option value of what is held. */
export const idOf = (held) => held?.value ?? held?.id ?? held ?? "";

/** The words for what is held. */
export const labelOf = (choices, held) =>
  choices.find(({ value }) => value === idOf(held))?.label ?? (plainText(held?.text) || idOf(held));
