/** Does one deed after the other, in the order in which they were wanted. */

/** A queue of deeds that each take a while. */
export class Queue {
  #last = Promise.resolve();

  /** Does the deed once all before it are done, however they went; what it gives. */
  add(deed) {
    const done = this.#last.then(deed, deed);
    this.#last = done;
    return done;
  }
}
