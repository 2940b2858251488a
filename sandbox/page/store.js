/** Holds what the page knows, keeps it fresh from the server, and does what the person at the page asks. */

import { ApiError } from "./api.js";
import { readAddress, writeAddress } from "./address.js";
import { Calendar } from "./dates.js";
import { Drafts } from "./drafts.js";
import { inWords } from "./outcome.js";
import { firstPlace, idOfPlace, placeOf } from "./places.js";
import { Stream } from "./stream.js";
import { worldOf } from "./world.js";

const EMPTY_NAMES = { users: {}, channels: {}, groups: {} };
const NOWHERE = { channels: [], directs: [] };
const TOAST_MS = 7000;

/** The page's state and its deeds; parts subscribe and redraw themselves from `state`. */
export class Store {
  constructor(api) {
    this.api = api;
    this.listeners = [];
    this.told = new Map();
    this.justCame = true;
    this.ahead = 0;
    this.drafts = new Drafts();
    this.stream = new Stream({
      open: (me) => api.events(me),
      heard: () => this.refresh(),
      told: (online) => this.change({ online }),
    });
    this.state = {
      team: { name: "" },
      people: new Map(),
      guide: null,
      mail: false,
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
    const { team, people, guide, mail } = await this.api.people();
    this.change({ team, guide, mail, people: new Map(people.map((person) => [person.id, person])) });
    this.seats = people.filter((person) => !person.is_bot && !person.deleted);
    this.change({ panel: guide && window.innerWidth > 1100 ? "guide" : null });
    this.follow();
    window.addEventListener("popstate", () => this.follow());
    document.addEventListener("visibilitychange", () => {
      this.justCame ||= document.hidden;
      this.stream.follow(this.state.me.id);
    });
  }

  /** Goes where the URL points. */
  follow() {
    const { person, ...address } = readAddress(window.location.hash);
    const me = this.seats.find(({ id, name }) => id === person || name === person) ?? this.seats[0];
    const before = this.state;
    if (before.me === me && ["place", "thread", "tab"].every((key) => before[key] === address[key])) return;
    const { me: left, place } = before;
    this.change({ me, ...address });
    if (left !== me || place !== address.place) this.enter();
    if (left !== me) this.arrive();
    this.refresh();
    if (address.tab === "home") this.openTab("home");
  }

  enter() {
    this.justCame = true;
    this.change({ newSince: null });
  }

  arrive() {
    this.change({ snapshot: null, names: EMPTY_NAMES, toasts: [] });
    this.stream.follow(this.state.me.id);
  }

  /** Tells the app that one of its two tabs is being looked at. */
  openTab(tab) {
    this.attempt(() => this.api.home(this.state.me.id, tab));
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
    return placeOf(id, this.state.snapshot ?? NOWHERE, this.state.people);
  }

  channelId(snapshot) {
    const { place, people } = this.state;
    return place && snapshot ? idOfPlace(place, snapshot, people) : null;
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
    const first = firstPlace(snapshot, this.state.guide);
    if (!known && first) return this.go({ place: first, tab: this.state.tab, replace: true });
    this.ahead = snapshot.now ? snapshot.now * 1000 - Date.now() : 0;
    this.tellNotices(snapshot.notices ?? []);
    this.change({ snapshot, names: { ...EMPTY_NAMES, ...snapshot.names }, online: true });
    return this.markRead(snapshot);
  }

  markRead(snapshot) {
    const shown = [...snapshot.channels, ...snapshot.directs].find(({ id }) => id === snapshot.channel?.id);
    if (document.hidden || !shown || this.state.tab === "home") return;
    if (this.justCame) this.came(snapshot, shown);
    if (shown.unread) this.attempt(() => this.api.read(this.state.me.id, shown.id));
  }

  came({ app, messages }, { user, unread }) {
    this.justCame = false;
    const others = messages.filter((message) => message.user !== this.state.me.id);
    if (unread) this.change({ newSince: others.at(-unread)?.ts ?? null });
    if (app?.messages_tab && user === app.user) this.openTab("messages");
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
    setTimeout(() => this.dismiss(toast.id), TOAST_MS);
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

  /** The present, by the sandbox's clock. */
  now() {
    return new Date(Date.now() + this.ahead);
  }

  /** The shown person's calendar. */
  calendar() {
    const zone = this.state.me?.tz;
    if (this.dates?.asked !== zone) this.dates = null;
    this.dates ??= { asked: zone, calendar: new Calendar(zone, () => this.now()) };
    return this.dates.calendar;
  }

  /** What texts need to be drawn. */
  world() {
    return worldOf(this);
  }
}
