/** Listens to one person's events while the page is to be seen; browsers allow only six such connections. */

const PAUSE = 2000;

/** One event stream at a time; `open(me)` makes it, `heard` and `told(online)` are called as it lives. */
export class Stream {
  constructor({ open, heard, told }) {
    Object.assign(this, { open, heard, told, events: null, me: null });
  }

  /** Listens for `me`, and to nobody while the page is hidden or `me` is null. */
  follow(me) {
    const wanted = document.hidden ? null : me;
    if (this.events && this.me === wanted) return;
    this.events?.close();
    this.events = wanted && this.open(wanted);
    this.me = wanted;
    if (!this.events) return;
    this.events.onmessage = () => this.heard();
    this.events.onopen = () => this.told(true);
    this.events.onerror = () => this.lost(this.events);
  }

  /* The browser connects again by itself, unless the server answered with an error. */
  lost(events) {
    this.told(false);
    if (events?.readyState !== EventSource.CLOSED || events !== this.events) return;
    const { me } = this;
    this.events = null;
    setTimeout(() => this.events ?? this.follow(me), PAUSE);
  }
}
