/** Speaks HTTP with the sandbox server; every failure becomes an ApiError with words for a person. */

/** The server refused, or could not be reached (status 0). */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(path, options) {
  const response = await fetch(path, options).catch(() => {
    throw new ApiError("The sandbox does not answer. Is it still running?", 0);
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(body.error ?? `The sandbox answered ${response.status}.`, response.status);
  return body;
}

const post = (path, body = {}) =>
  request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const person = (id, rest) => `/people/${encodeURIComponent(id)}/${rest}`;

const deed = (name) => (me, body) => post(person(me, name), body);

/** One function per address of the server; `me` is always a user id. */
export const api = {
  people: () => request("/people"),
  inspect: () => request("/inspect"),
  passTime: (seconds) => post("/time", { seconds }),
  snapshot: (me, channel, thread) => request(person(me, `snapshot?${query({ channel, thread })}`)),
  events: (me) => new EventSource(person(me, "events")),
  command: deed("command"),
  say: deed("say"),
  press: deed("press"),
  suggest: deed("suggest"),
  shortcut: deed("shortcut"),
  upload: deed("upload"),
  viewPress: deed("view/press"),
  viewSubmit: deed("view/submit"),
  viewClose: deed("view/close"),
  read: (me, channel) => post(person(me, "read"), { channel }),
  home: (me, tab) => post(person(me, "home"), { tab }),
};

function query(params) {
  return new URLSearchParams(Object.entries(params).filter(([, value]) => value)).toString();
}
