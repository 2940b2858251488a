/** How what is sent from the page keeps its order. Run with `node --test tests/sandbox/page/`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Queue } from "../../../sandbox/page/queue.js";

test("what is wanted while something is under way waits its turn and is not lost", async () => {
  const queue = new Queue();
  const done = [];
  let release;
  const first = queue.add(() => new Promise((resolve) => (release = resolve)).then(() => done.push("first")));
  const second = queue.add(() => done.push("second"));
  await Promise.resolve();
  assert.deepEqual(done, []);
  release();
  await Promise.all([first, second]);
  assert.deepEqual(done, ["first", "second"]);
});

test("a deed that fails does not hold up the next one, and each gives its own result", async () => {
  const queue = new Queue();
  const failing = queue.add(() => Promise.reject(new Error("no")));
  const next = queue.add(() => "done");
  await assert.rejects(failing, /no/);
  assert.equal(await next, "done");
});
