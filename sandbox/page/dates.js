/** Says moments the way a reader expects, in the reader's own time zone and by the sandbox's clock. */

const DAY = 86_400_000;
const HOUR_AND_MINUTE = { hour: "numeric", minute: "2-digit" };
const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

const pad = (number) => String(number).padStart(2, "0");

/** The moment a message's `ts` stands for. */
export const momentOf = (ts) => new Date(Number.parseFloat(ts) * 1000);

/** The zone, when this browser knows it; undefined, which is the browser's own, when it does not. */
export function knownZone(zone) {
  try {
    return zone && new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** One reader's calendar: `now()` is the present, `zone` an IANA time zone or undefined for the browser's. */
export class Calendar {
  constructor(zone, now = () => new Date()) {
    this.zone = knownZone(zone);
    this.now = now;
  }

  say(date, options) {
    return new Intl.DateTimeFormat(undefined, { timeZone: this.zone, ...options }).format(date);
  }

  /** The numbers of a moment on the reader's wall: {year, month, day, hour, minute, second}. */
  wall(date) {
    const parts = new Intl.DateTimeFormat("en-GB", {
      timeZone: this.zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    }).formatToParts(date);
    return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  }

  dayNumber(date) {
    const { year, month, day } = this.wall(date);
    return Math.floor(Date.UTC(year, month - 1, day) / DAY);
  }

  /** Whole days from now to `date`: 0 today, -1 yesterday, 1 tomorrow. */
  daysAhead(date) {
    return this.dayNumber(date) - this.dayNumber(this.now());
  }

  /** Whether two moments are on the same day. */
  sameDay(one, other) {
    return this.dayNumber(one) === this.dayNumber(other);
  }

  /** Hours and minutes. */
  clock(date) {
    return this.say(date, HOUR_AND_MINUTE);
  }

  /** A moment in full, for a tooltip. */
  inFull(date) {
    return this.say(date, { dateStyle: "full", timeStyle: "medium" });
  }

  /** A moment in short: "Sat 21 Nov, 14:32". */
  inShort(date) {
    return this.say(date, { weekday: "short", day: "numeric", month: "short", ...HOUR_AND_MINUTE });
  }

  /** "Today", "Yesterday" or the date, for the line between two days. */
  dayLabel(date) {
    const words = this.pretty(date, { weekday: "long", day: "numeric", month: "long" });
    return words[0].toUpperCase() + words.slice(1);
  }

  pretty(date, otherwise) {
    return { 0: "today", 1: "tomorrow", "-1": "yesterday" }[this.daysAhead(date)] ?? this.say(date, otherwise);
  }

  /** "3 minutes ago" or "in 2 hours", in the largest unit that fits. */
  ago(date) {
    const seconds = Math.round((date.getTime() - this.now().getTime()) / 1000);
    const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
    return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(seconds / size), unit);
  }

  /** Fills Slack's date tokens (`{date_short} at {time}`) for a moment given in Unix seconds. */
  fill(unix, format) {
    const date = new Date(unix * 1000);
    return format.replace(/\{(\w+)\}/g, (token, name) =>
      Object.hasOwn(TOKENS, name) ? TOKENS[name](this, date) : token,
    );
  }

  /** What a `datetime-local` field shows for a moment in Unix seconds. */
  toField(unix) {
    const { year, month, day, hour, minute } = this.wall(new Date(unix * 1000));
    return `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
  }

  /** The Unix seconds of what a `datetime-local` field holds; null when it is empty. */
  fromField(text) {
    const wanted = Date.parse(`${text}Z`);
    if (Number.isNaN(wanted)) return null;
    const once = wanted - this.ahead(wanted);
    return Math.floor((wanted - this.ahead(once)) / 1000);
  }

  ahead(moment) {
    const { year, month, day, hour, minute, second } = this.wall(new Date(moment));
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
  }
}

const SHORT = { day: "numeric", month: "short", year: "numeric" };
const MIDDLE = { day: "numeric", month: "long", year: "numeric" };
const LONG = { weekday: "long", ...MIDDLE };

const TOKENS = {
  date_num: (calendar, date) => calendar.toField(date.getTime() / 1000).slice(0, 10),
  date: (calendar, date) => calendar.say(date, MIDDLE),
  date_short: (calendar, date) => calendar.say(date, SHORT),
  date_long: (calendar, date) => calendar.say(date, LONG),
  date_pretty: (calendar, date) => calendar.pretty(date, MIDDLE),
  date_short_pretty: (calendar, date) => calendar.pretty(date, SHORT),
  date_long_pretty: (calendar, date) => calendar.pretty(date, LONG),
  time: (calendar, date) => calendar.clock(date),
  time_secs: (calendar, date) => calendar.say(date, { ...HOUR_AND_MINUTE, second: "2-digit" }),
  ago: (calendar, date) => calendar.ago(date),
};
