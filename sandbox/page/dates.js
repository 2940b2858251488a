/** Says moments the way a reader of this browser expects, in the browser's own time zone. */

const DAY = 86_400_000;

const say = (date, options) => new Intl.DateTimeFormat(undefined, options).format(date);
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Whole days from `now` to `date` in local time: 0 today, -1 yesterday, 1 tomorrow. */
export function daysFrom(now, date) {
  return Math.round((midnight(date) - midnight(now)) / DAY);
}

/** Hours and minutes. */
export const clock = (date) => say(date, { hour: "numeric", minute: "2-digit" });

const shortDate = (date) => say(date, { day: "numeric", month: "short", year: "numeric" });
const middleDate = (date) => say(date, { day: "numeric", month: "long", year: "numeric" });
const longDate = (date) => say(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const numericDate = (date) =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");

function pretty(date, now, otherwise) {
  return { 0: "today", 1: "tomorrow", "-1": "yesterday" }[daysFrom(now, date)] ?? otherwise(date);
}

/** "Today", "Yesterday" or the date, for the line between two days. */
export function dayLabel(date, now) {
  const words = pretty(date, now, (day) => say(day, { weekday: "long", day: "numeric", month: "long" }));
  return words[0].toUpperCase() + words.slice(1);
}

/** "3 minutes ago" or "in 2 hours", in the largest unit that fits. */
export function ago(date, now) {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const [unit, size] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ].find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

const TOKENS = {
  date_num: numericDate,
  date: middleDate,
  date_short: shortDate,
  date_long: longDate,
  date_pretty: (date, now) => pretty(date, now, middleDate),
  date_short_pretty: (date, now) => pretty(date, now, shortDate),
  date_long_pretty: (date, now) => pretty(date, now, longDate),
  time: clock,
  time_secs: (date) => say(date, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** Fills Slack's date tokens (`{date_short} at {time}`) for a moment given in Unix seconds. */
export function formatTokens(unix, format, now) {
  const date = new Date(unix * 1000);
  return format.replace(/\{(\w+)\}/g, (token, name) => (Object.hasOwn(TOKENS, name) ? TOKENS[name](date, now) : token));
}

/** The moment a message's `ts` stands for. */
export const momentOf = (ts) => new Date(Number.parseFloat(ts) * 1000);

/** A moment in full, for a tooltip. */
export const inFull = (date) => say(date, { dateStyle: "full", timeStyle: "medium" });
