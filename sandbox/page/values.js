/** What the stateful elements of Block Kit hold, in the shapes Slack uses for `view.state.values` and for actions. */

const KEYS = {
  plain_text_input: "value",
  number_input: "value",
  email_text_input: "value",
  url_text_input: "value",
  static_select: "selected_option",
  external_select: "selected_option",
  radio_buttons: "selected_option",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  checkboxes: "selected_options",
  users_select: "selected_user",
  multi_users_select: "selected_users",
  channels_select: "selected_channel",
  multi_channels_select: "selected_channels",
  conversations_select: "selected_conversation",
  multi_conversations_select: "selected_conversations",
  datepicker: "selected_date",
  timepicker: "selected_time",
  datetimepicker: "selected_date_time",
  rich_text_input: "rich_text_value",
  file_input: "files",
};

const LISTS = new Set(["selected_options", "selected_users", "selected_channels", "selected_conversations", "files"]);

/** The name under which an element's value travels, or undefined when it holds none. */
export const keyOf = (element) => (Object.hasOwn(KEYS, element.type) ? KEYS[element.type] : undefined);

/** What an element holds before anybody touched it, as `{key: value}`; `here` is the conversation on the screen. */
export function initialValue(element, here = null) {
  const key = keyOf(element);
  const name = key === "rich_text_value" ? "initial_value" : `initial_${key.replace(/^selected_/, "")}`;
  return { [key]: element[name] ?? currentOne(element, here) ?? emptyValue(key) };
}

function currentOne({ type, default_to_current_conversation: wanted }, here) {
  if (!wanted || !here) return null;
  return type.startsWith("multi_") ? [here] : here;
}

const emptyValue = (key) => (LISTS.has(key) ? [] : null);

/** Whether an element holds nothing. */
export function isEmpty(value) {
  return Object.entries(value).every(
    ([name, held]) => name === "type" || held === null || held === "" || (Array.isArray(held) && !held.length),
  );
}

/** Every element of a list of blocks, as pairs [block, element]; what a block holds in other blocks included. */
export function elementsIn(blocks) {
  return blocks.flatMap((block) => [
    ...[block.element, block.accessory, ...(block.elements ?? []), ...(block.actions ?? [])]
      .filter((one) => one && one.action_id)
      .map((element) => [block, element]),
    ...elementsIn((block.child_blocks ?? block.elements ?? []).filter((one) => one.block_id)),
  ]);
}

/** Those of them that hold a value. */
export const statefulIn = (blocks) => elementsIn(blocks).filter(([, element]) => keyOf(element));
