/** What the sandbox's page refuses to send. Run with `node --test tests/sandbox/page/`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { complaint } from "../../../sandbox/page/checks.js";

const input = (element, more = {}) => ({ type: "input", block_id: "b", element, ...more });
const said = (element, held, more) => complaint(input(element, more), held);

test("an empty required field is asked for, an optional one is not", () => {
  const field = { type: "plain_text_input" };
  assert.match(said(field, { value: null }), /required/);
  assert.equal(said(field, { value: "" }, { optional: true }), null);
  assert.match(said({ type: "checkboxes" }, { selected_options: [] }), /required/);
});

test("a text is measured against its bounds", () => {
  const field = { type: "plain_text_input", min_length: 3, max_length: 5 };
  assert.match(said(field, { value: "ab" }), /at least 3/);
  assert.match(said(field, { value: "abcdef" }), /at most 5/);
  assert.equal(said(field, { value: "abcd" }), null);
});

test("a number is a number, whole where it must be, within its bounds", () => {
  const whole = { type: "number_input", is_decimal_allowed: false, min_value: "1", max_value: "10" };
  assert.match(said(whole, { value: "lots" }), /a number/);
  assert.match(said(whole, { value: "0x10" }), /a number/);
  assert.match(said(whole, { value: "1.5" }), /whole/);
  assert.match(said(whole, { value: "0" }), /at least 1/);
  assert.match(said(whole, { value: "11" }), /at most 10/);
  assert.equal(said(whole, { value: " 10 " }), null);
  assert.equal(said({ ...whole, is_decimal_allowed: true }, { value: "1.5" }), null);
});

test("an address must look like one", () => {
  assert.match(said({ type: "email_text_input" }, { value: "maya" }), /email/);
  assert.equal(said({ type: "email_text_input" }, { value: "maya@northwind.example" }), null);
  assert.match(said({ type: "url_text_input" }, { value: "northwind" }), /URL/);
  assert.equal(said({ type: "url_text_input" }, { value: "https://northwind.example" }), null);
});
