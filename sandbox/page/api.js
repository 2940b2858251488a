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

/** One function per address of the server; `me` is always a user id. */
export const api = {
  people: () => request("/people"),
  inspect: () => request("/inspect"),
  snapshot: (me, channel, thread) => request(person(me, `snapshot?${query({ channel, thread })}`)),
  events: (me) => new EventSource(person(me, "events")),
  command: (me, body) => post(person(me, "command"), body),
  say: (me, body) => post(person(me, "say"), body),
  press: (me, body) => post(person(me, "press"), body),
  viewPress: (me, body) => post(person(me, "view/press"), body),
  viewSubmit: (me, body) => post(person(me, "view/submit"), body),
  viewClose: (me, body) => post(person(me, "view/close"), body),
  read: (me, channel) => post(person(me, "read"), { channel }),
  home: (me) => post(person(me, "home")),
};

function query(params) {
  return new URLSearchParams(Object.entries(params).filter(([, value]) => value)).toString();
}
