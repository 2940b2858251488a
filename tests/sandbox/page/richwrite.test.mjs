/** What the rich text field of the sandbox's page makes of typed marks. Run with `node --test tests/sandbox/page/`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromRich, toRich } from "../../../sandbox/page/richwrite.js";

const parts = (text) => toRich(text).elements.map(({ type }) => type.replace("rich_text_", ""));
const leaves = (text) => toRich(text).elements[0].elements;

test("nothing typed is no value", () => {
  assert.equal(toRich(" \n"), null);
  assert.equal(fromRich(null), "");
});

test("marks become styles, and nest", () => {
  assert.deepEqual(leaves("a *b _c_*"), [
    { type: "text", text: "a " },
    { type: "text", text: "b ", style: { bold: true } },
    { type: "text", text: "c", style: { bold: true, italic: true } },
  ]);
});

test("lists, quotes and fences stand apart", () => {
  assert.deepEqual(parts("hello\n- one\n- two\n1. first\n> said\n```\ncode *x*\n```"), [
    "section",
    "list",
    "list",
    "quote",
    "preformatted",
  ]);
});

test("what looks like a mention is only words", () => {
  assert.deepEqual(leaves("<@U07MAYAL001> <!channel> &amp;"), [
    { type: "text", text: "<@U07MAYAL001> <!channel> &amp;" },
  ]);
});

test("what was written comes back as it was typed", () => {
  const text = "Hello *bold* and `code`\n- one\n- two\n> said\n```\nx < y\n```";
  assert.equal(fromRich(toRich(text)), text);
});
