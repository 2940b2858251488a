/** Keeps what is being written, per person, channel and thread, for as long as the tab lives. */

const SHELF = "drafts";

/** The drafts of this tab. */
export class Drafts {
  constructor() {
    this.texts = new Map(Object.entries(JSON.parse(sessionStorage.getItem(SHELF) ?? "{}")));
  }

  /** The text kept under `key`, or an empty one. */
  get(key) {
    return this.texts.get(key) ?? "";
  }

  /** Keeps a text; an empty one is forgotten. */
  set(key, text) {
    if (text) this.texts.set(key, text);
    else this.texts.delete(key);
    sessionStorage.setItem(SHELF, JSON.stringify(Object.fromEntries(this.texts)));
  }
}
