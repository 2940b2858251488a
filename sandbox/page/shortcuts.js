/** The app's shortcuts: global ones beside the composer, message shortcuts on each message. */

import { icon } from "./icons.js";
import { menuButton } from "./menus.js";

const shortcutsOf = (state, type) => (state.snapshot?.app?.shortcuts ?? []).filter((one) => one.type === type);

/** Whether the app has any shortcut of that type. */
export const hasShortcuts = (state, type) => shortcutsOf(state, type).length > 0;

/** The button with the app's global shortcuts. */
export function globalShortcuts(store) {
  const content = icon("bolt");
  const props = { "aria-label": "Shortcuts", title: "Shortcuts" };
  return menuButton({ selector: "button.icon-button", props, content }, () => entries(store, "global", () => ({})));
}

/** The button with what the app can do with a message. */
export function messageShortcuts(store, message) {
  const props = {
    "aria-label": "Message shortcuts",
    title: "Message shortcuts",
    "data-focus": `shortcuts-${message.ts}`,
  };
  const channel = store.state.snapshot.channel.id;
  const target = () => ({ channel, ts: message.ts });
  return menuButton({ selector: "button.icon-button", props, content: icon("dots") }, () =>
    entries(store, "message", target),
  );
}

function entries(store, type, target) {
  const { me } = store.state;
  return shortcutsOf(store.state, type).map(({ name, description, callback_id: id }) => ({
    label: name,
    about: description,
    data: { "data-callback-id": id },
    choose: () => store.awaiting(`shortcut/${id}`, () => store.api.shortcut(me.id, { callback_id: id, ...target() })),
  }));
}
