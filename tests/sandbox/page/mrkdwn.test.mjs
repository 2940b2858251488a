/** What the sandbox's page makes of mrkdwn. Run with `node --test tests/sandbox/page/mrkdwn.test.mjs`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { parse, safeUrl } from "../../../sandbox/page/mrkdwn.js";

const kinds = (text) => parse(text).map((node) => node.kind);
const words = (nodes) => nodes.map((node) => node.text ?? words(node.children)).join("");

test("bold, italic and struck text nest, and marks inside words stay", () => {
  assert.deepEqual(kinds("*a _b_* ~c~"), ["bold", "text", "strike"]);
  assert.deepEqual(parse("2*3*4 snake_case_name"), [{ kind: "text", text: "2*3*4 snake_case_name" }]);
});

test("code and fences keep their content as it is", () => {
  assert.deepEqual(parse("`*a* &lt;b&gt;`"), [{ kind: "code", text: "*a* <b>" }]);
  assert.deepEqual(
    parse("before\n```\n*x*\n```\nafter").map((node) => node.text),
    ["before", "*x*", "after"],
  );
});

test("quotes take their lines, and three marks take the rest", () => {
  assert.deepEqual(kinds("a\n&gt; b\n> c\nd"), ["text", "quote", "text"]);
  assert.equal(words(parse("&gt;&gt;&gt;a\nb")), "a\nb");
});

test("mentions, channels, groups and dates are told apart", () => {
  assert.deepEqual(kinds("<@U1><#C1|x><!subteam^S1><!here><!date^1700000000^{date}|then>"), [
    "user",
    "channel",
    "group",
    "special",
    "date",
  ]);
});

test("an escaped mention is only words", () => {
  assert.deepEqual(parse("&lt;!channel&gt; &amp;lt;"), [{ kind: "text", text: "<!channel> &lt;" }]);
});

test("only http, https and mailto become links", () => {
  assert.equal(safeUrl("javascript:alert(1)"), null);
  assert.equal(safeUrl("data:text/html,x"), null);
  assert.deepEqual(kinds("<javascript:alert(1)|click>"), ["text"]);
  assert.deepEqual(kinds("see https://example.com/a, <mailto:a@b.de|mail>"), ["text", "link", "text", "link"]);
});

test("a long text without closing marks is read in good time", () => {
  const started = performance.now();
  parse("*_~`<:h".repeat(20_000));
  assert.ok(performance.now() - started < 2000);
});
