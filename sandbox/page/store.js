/** Holds what the page knows, keeps it fresh from the server, and does what the person at the page asks. */

import { ApiError } from "./api.js";
import { readAddress, writeAddress } from "./address.js";

const EMPTY_NAMES = { users: {}, channels: {}, groups: {} };

/** Whether a deed did not reach the app, or the app did not take it. */
export const failed = (result) => !result || result.acked === false || Boolean(result.error);

/** Slack's codes said as words; what has no words of its own stays as it is. */
export function inWords(text) {
  return text.replaceAll("operation_timeout", "operation timed out (no answer within 3 seconds)");
}

/** The page's state and its deeds; parts subscribe and redraw themselves from `state`. */
export class Store {
  constructor(api) {
    this.api = api;
    this.listeners = [];
    this.told = new Map();
    this.justCame = true;
    this.drafts = new Map(Object.entries(JSON.parse(sessionStorage.getItem("drafts") ?? "{}")));
    this.state = {
      team: { name: "" },
      people: new Map(),
      guide: null,
      me: null,
      place: null,
      thread: null,
      tab: "messages",
      snapshot: null,
      names: EMPTY_NAMES,
      pressing: new Set(),
      toasts: [],
      online: true,
      badges: {},
      newSince: null,
      panel: null,
      inspector: false,
      failure: null,
    };
  }

  /** Calls `listener(state)` after every change. */
  subscribe(listener) {
    this.listeners.push(listener);
  }

  /** Merges `patch` into the state and redraws once, before the browser paints. */
  change(patch) {
    Object.assign(this.state, patch);
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      this.listeners.forEach((listener) => listener(this.state));
    });
  }

  /** Loads the people, takes up the address in the URL, and begins to listen. */
  async start() {
    const { team, people, guide } = await this.api.people();
    this.change({ team, guide, people: new Map(people.map((person) => [person.id, person])) });
    this.seats = people.filter((person) => !person.is_bot && !person.deleted);
    this.change({ panel: guide && window.innerWidth > 1100 ? "guide" : null });
    this.follow();
    window.addEventListener("popstate", () => this.follow());
    document.addEventListener("visibilitychange", () => {
      this.justCame ||= document.hidden;
      this.listen();
    });
  }

  /** Goes where the URL points. */
  follow() {
    const { person, ...address } = readAddress(window.location.hash);
    const me = this.seats.find(({ id, name }) => id === person || name === person) ?? this.seats[0];
    const before = this.state;
    const there = (key) => before[key] === address[key];
    if (before.me === me && ["place", "thread", "tab"].every(there)) return;
    const { me: left, place } = before;
    this.change({ me, ...address });
    if (left !== me || place !== address.place) this.enter();
    if (left !== me) this.arrive();
    this.refresh();
    if (address.tab === "home") this.openHome();
  }

  enter() {
    this.justCame = true;
    this.change({ newSince: null });
  }

  arrive() {
    this.change({ snapshot: null, names: EMPTY_NAMES, toasts: [] });
    this.listen(true);
  }

  /** Asks the app for its Home tab. */
  openHome() {
    this.attempt(() => this.api.home(this.state.me.id));
  }

  /** Moves to a person, place, thread or tab; person and place stay when not named, thread and tab do not. */
  go({ person = this.state.me.name, place = this.state.place, thread = null, tab = "messages", replace = false }) {
    writeAddress({ person, place, thread, tab }, replace);
    this.follow();
  }

  /** Becomes another person, in the same channel where they may see it. */
  become(person) {
    this.go({ person: person.name });
  }

  /** Opens a channel or a direct message by id. */
  openChannel(id) {
    const place = this.placeOf(id);
    if (place) this.go({ place });
  }

  placeOf(id) {
    const { channels, directs } = this.state.snapshot ?? { channels: [], directs: [] };
    const channel = channels.find((one) => one.id === id);
    if (channel) return channel.name.replace(/^#/, "");
    const direct = directs.find((one) => one.id === id);
    return direct ? `@${this.state.people.get(direct.user)?.name ?? direct.user}` : null;
  }

  channelId(snapshot) {
    const place = this.state.place;
    if (!place || !snapshot) return null;
    const direct = snapshot.directs.find(
      ({ id, user }) => id === place || `@${this.state.people.get(user)?.name}` === place,
    );
    return (
      (direct ?? snapshot.channels.find(({ id, name }) => id === place || name.replace(/^#/, "") === place))?.id ?? null
    );
  }

  /** Fetches the snapshot again; calls that come while one is under way become one more. */
  async refresh() {
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = true;
    await this.attempt(() => this.fetch());
    this.fetching = false;
    if (!this.again) return;
    this.again = false;
    this.refresh();
  }

  async fetch() {
    const { me, place, thread } = this.state;
    const known = this.channelId(this.state.snapshot) ?? this.channelId(await this.api.snapshot(me.id));
    const snapshot = await this.api.snapshot(me.id, known, thread).catch((error) => this.forget(error));
    if (!snapshot || this.state.me !== me || this.state.place !== place || this.state.thread !== thread)
      return this.refresh();
    return this.take(snapshot, known);
  }

  /* A channel may be gone since the last snapshot; what is there now must be looked up anew. */
  forget(error) {
    if (error.status !== 404 || !this.state.snapshot) throw error;
    this.change({ snapshot: null });
  }

  take(snapshot, known) {
    if (!known && snapshot.channels.length)
      return this.go({ place: this.defaultPlace(snapshot), tab: this.state.tab, replace: true });
    this.tellNotices(snapshot.notices ?? []);
    this.change({ snapshot, names: { ...EMPTY_NAMES, ...snapshot.names }, online: true, failure: null });
    return this.markRead(snapshot);
  }

  defaultPlace(snapshot) {
    const wanted = this.state.guide?.steps?.find((step) => step.channel)?.channel?.replace(/^#/, "");
    const names = snapshot.channels.map((channel) => channel.name.replace(/^#/, ""));
    return names.includes(wanted) ? wanted : names[0];
  }

  markRead(snapshot) {
    const shown = snapshot.channel;
    const unread = [...snapshot.channels, ...snapshot.directs].find(({ id }) => id === shown?.id)?.unread ?? 0;
    if (document.hidden) return;
    if (this.justCame && unread)
      this.state.newSince = snapshot.messages.filter(({ user }) => user !== this.state.me.id).at(-unread)?.ts ?? null;
    this.justCame = false;
    if (!unread) return;
    this.attempt(() => this.api.read(this.state.me.id, shown.id));
  }

  /* What a person was told before this page was opened is old news; what comes from now on is said once. */
  tellNotices(notices) {
    const { id: me } = this.state.me;
    const told = this.told.get(me) ?? new Set(notices.map(({ id }) => id));
    this.told.set(me, told);
    const fresh = notices.filter(({ id }) => !told.has(id));
    fresh.forEach(({ id, level, text }) => {
      told.add(id);
      this.toast(inWords(text), level === "info" ? "info" : "error");
    });
  }

  /** Keeps one event stream open for the current person while the page is visible; browsers allow only six. */
  listen(anew = false) {
    const wanted = this.state.me && !document.hidden;
    if (this.events && (anew || !wanted)) {
      this.events.close();
      this.events = null;
    }
    if (!wanted || this.events) return;
    this.events = this.api.events(this.state.me.id);
    this.events.onmessage = () => this.refresh();
    this.events.onopen = () => this.change({ online: true });
    this.events.onerror = () => this.lost(this.events);
  }

  /* The browser connects again by itself, unless the server answered with an error. */
  lost(events) {
    this.change({ online: false });
    if (events?.readyState !== EventSource.CLOSED || events !== this.events) return;
    this.events = null;
    setTimeout(() => this.listen(), 2000);
  }

  /** Does something with the server; failures become a toast, the connection's loss a banner. */
  async attempt(deed) {
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 0) this.change({ online: false });
      else this.toast(error.message);
      return null;
    }
  }

  /** Says something for a few seconds; the same words are not said twice at once. */
  toast(text, level = "error") {
    if (this.state.toasts.some((one) => one.text === text)) return;
    const toast = { id: crypto.randomUUID?.() ?? String(Math.random()), text, level };
    this.change({ toasts: [...this.state.toasts, toast] });
    setTimeout(() => this.dismiss(toast.id), 7000);
  }

  /** Takes a toast away. */
  dismiss(id) {
    this.change({ toasts: this.state.toasts.filter((one) => one.id !== id) });
  }

  /** Runs a deed that waits for the app's ack, its control showing as pending; the server tells failures by notices. */
  async awaiting(key, deed) {
    if (this.state.pressing.has(key)) return null;
    this.change({ pressing: new Set(this.state.pressing).add(key) });
    const result = await this.attempt(deed);
    const pressing = new Set(this.state.pressing);
    pressing.delete(key);
    this.change({ pressing });
    return result;
  }

  /** The text being written at a place, kept per person, channel and thread for as long as the tab lives. */
  draft(key, text) {
    if (text === undefined) return this.drafts.get(key) ?? "";
    if (text) this.drafts.set(key, text);
    else this.drafts.delete(key);
    sessionStorage.setItem("drafts", JSON.stringify(Object.fromEntries(this.drafts)));
    return text;
  }

  /** What texts need to be drawn: names, people, and where a click on a channel leads. */
  world() {
    const { me, names, people } = this.state;
    return {
      me,
      names,
      people,
      now: () => new Date(),
      nameOf: (id) => people.get(id)?.real_name ?? names.users[id],
      openChannel: (id) => this.openChannel(id),
    };
  }
}
