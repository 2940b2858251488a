/** How the sandbox's page says moments. Run with `node --test tests/sandbox/page/`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Calendar, knownZone } from "../../../sandbox/page/dates.js";

const NOW = Date.UTC(2026, 10, 21, 23, 30) / 1000;
const calendar = (zone) => new Calendar(zone, () => new Date(NOW * 1000));

test("today is the reader's day, not the server's", () => {
  assert.equal(calendar("UTC").fill(NOW + 3600, "{date_pretty}"), "tomorrow");
  assert.equal(calendar("Europe/Berlin").fill(NOW + 3600, "{date_pretty}"), "today");
  assert.equal(calendar("America/New_York").dayLabel(new Date((NOW - 86_400) * 1000)), "Yesterday");
});

test("a field holds the reader's wall clock, there and back, over a change of summer time too", () => {
  const berlin = calendar("Europe/Berlin");
  assert.equal(berlin.toField(NOW), "2026-11-22T00:30");
  for (const text of ["2026-11-22T00:30", "2026-03-29T01:30", "2026-03-29T03:30", "2026-07-01T12:00"])
    assert.equal(berlin.toField(berlin.fromField(text)), text);
  assert.equal(berlin.fromField(""), null);
});

test("tokens are filled, what is no token stays", () => {
  assert.equal(calendar("UTC").fill(NOW, "{date_num} {nothing}"), "2026-11-21 {nothing}");
  assert.match(calendar("UTC").fill(NOW + 600, "{ago}"), /10 min/);
});

test("a zone that nobody knows is the browser's own", () => {
  assert.equal(knownZone("Nowhere/Never"), undefined);
});
