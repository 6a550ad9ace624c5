// The one way to this node's API. The token lives in this tab's session and travels in a header.

const KEY = "weir.token";
const PATIENCE = 10000;

/** An answer that is not the one hoped for; `status` 0 where there was none. */
export class Trouble extends Error {
  constructor(status, title, detail, errors = []) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.errors = errors;
  }
}

let unknown = () => {};

/** Whom to tell when a request was refused for want of a token. */
export function onUnknown(listener) {
  unknown = listener;
}

export const token = () => sessionStorage.getItem(KEY);

export function signIn(secret) {
  sessionStorage.setItem(KEY, secret);
}

export function signOut() {
  sessionStorage.removeItem(KEY);
}

const headers = (more) => (token() ? { ...more, Authorization: `Bearer ${token()}` } : more);

async function problem(response) {
  let body = {};
  try {
    body = JSON.parse(await response.text());
  } catch {
    // Whatever stands between us and the node may answer in its own way.
  }
  const errors = Array.isArray(body.errors)
    ? body.errors.map((each) => `${each.pointer ?? ""} ${each.detail ?? ""}`.trim())
    : [];
  return new Trouble(response.status, body.title ?? `Status ${response.status}`, body.detail, errors);
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", credentials: "omit", redirect: "error", ...options });
  } catch (failure) {
    throw new Trouble(0, "No answer", failure.name === "TimeoutError" ? "The node took too long to answer." : "The node does not answer.");
  }
  if (response.ok) return response;
  const trouble = await problem(response);
  if (trouble.status === 401) unknown();
  throw trouble;
}

/** Reads JSON. */
export async function get(path) {
  const response = await send(path, { headers: headers({ Accept: "application/json" }), signal: AbortSignal.timeout(PATIENCE) });
  return response.json();
}

/** Changes something; gives the answer's JSON, or null where it has none. */
export async function change(method, path, body, more = {}) {
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await send(path, {
    method,
    headers: headers({ Accept: "application/json", ...json, ...more }),
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((failure) => {
    if (failure.status === 0) failure.message += " It may do it all the same: look before you ask again.";
    throw failure;
  });
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** Opens the stream of events, from after `lastId`. */
export function stream(lastId, signal) {
  const from = lastId ? { "Last-Event-ID": lastId } : {};
  return send("/api/v1/events/stream", { headers: headers({ Accept: "text/event-stream", ...from }), signal });
}

/** A path below the API's base, each part encoded. */
export const path = (...parts) => `/api/v1/${parts.map(encodeURIComponent).join("/")}`;
