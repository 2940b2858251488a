/** How the sandbox's page finds its way, and what it offers while one types. Run with `node --test tests/sandbox/page/`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { firstPlace, idOfPlace, placeOf } from "../../../sandbox/page/places.js";
import { suggestions } from "../../../sandbox/page/suggest.js";

const people = new Map(
  ["maya", "tom", "countersign"].map((name, index) => [
    `U${index}`,
    { id: `U${index}`, name, real_name: `${name} Smith`, title: "" },
  ]),
);
const shown = {
  channels: [
    { id: "C1", name: "general" },
    { id: "C2", name: "#support" },
  ],
  directs: [
    { id: "D1", user: "U2", users: ["U2"] },
    { id: "G1", user: null, users: ["U1", "U2"] },
  ],
  app: { commands: [{ command: "/approvals", usage_hint: "all | show ID | [filter]" }, { command: "/task" }] },
};

test("every conversation has an address that leads back to it", () => {
  for (const id of ["C1", "C2", "D1", "G1"]) assert.equal(idOfPlace(placeOf(id, shown, people), shown, people), id);
  assert.equal(placeOf("D1", shown, people), "@countersign");
  assert.equal(placeOf("C9", shown, people), null);
  assert.equal(idOfPlace("nowhere", shown, people), null);
});

test("one begins where the guide begins, if one may be there", () => {
  assert.equal(firstPlace(shown, { steps: [{ text: "x" }, { channel: "#support" }] }), "support");
  assert.equal(firstPlace(shown, { steps: [{ channel: "#secret" }] }), "general");
  assert.equal(firstPlace({ channels: [] }, null), null);
});

test("a slash offers commands, a command its words, an @ people", () => {
  const offered = (text) => suggestions(text, { snapshot: shown, people }).map(({ text: line }) => line);
  assert.deepEqual(offered("/"), ["/approvals ", "/task "]);
  assert.deepEqual(offered("/approvals "), ["/approvals all", "/approvals show "]);
  assert.deepEqual(offered("/approvals al"), ["/approvals all"]);
  assert.deepEqual(offered("ask @to"), ["ask @tom "]);
  assert.deepEqual(offered("a/b"), []);
});
