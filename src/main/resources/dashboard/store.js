// What this page knows, and how it hears of news: numbers by asking at a modest pace, events by their stream. Nobody is
// asked while the tab is hidden.

import { get, stream, Trouble } from "./api.js";
import { PACE, untilNews, untilNext } from "./pace.js";
import { Rates } from "./rates.js";
import { read } from "./sse.js";

const MOST_EVENTS = 500;

export const state = {
  cluster: null,
  members: null,
  listeners: null,
  pools: null,
  traffic: null,
  events: [],
  rates: new Rates(),
  /** When the node last answered, by `performance.now()`; null before the first time. */
  answered: null,
  /** What kept the last question from being answered, null where it was. */
  trouble: null,
  streaming: false,
  /** The most connections seen of each backend since it is drained, by pool and id. */
  drains: new Map(),
};

const watchers = new Set();
let drawing = false;

/** Calls back, at most once a frame, after something changed; returns what ends that. */
export function watch(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function changed() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    for (const watcher of watchers) watcher();
  });
}

export const keyOf = (backend) => `${backend.pool}\n${backend.id}`;

function takePools(answer) {
  state.pools = answer.pools;
  const drains = new Map();
  for (const pool of answer.pools) {
    for (const each of pool.backends) {
      if (each.state === "ready") continue;
      const key = keyOf(each);
      drains.set(key, Math.max(state.drains.get(key) ?? 0, each.connections.total));
    }
  }
  state.drains = drains;
}

const feeds = {
  cluster: { path: "/api/v1/cluster", every: PACE, take: (answer) => (state.cluster = answer) },
  pools: { path: "/api/v1/pools", every: PACE, take: takePools },
  traffic: {
    path: "/api/v1/traffic",
    every: PACE,
    take(answer) {
      state.traffic = answer;
      state.rates.take(answer, performance.now());
    },
  },
  listeners: { path: "/api/v1/listeners", every: 3 * PACE, take: (answer) => (state.listeners = answer.listeners) },
  members: {
    path: "/cluster/members",
    every: 3 * PACE,
    take: (answer) => (state.members = answer),
    // Without a control plane there is nobody who could say who sees whom.
    missing: () => (state.members = null),
  },
};

let running = false;
let backlog = null;
let closing = null;

async function run(feed) {
  clearTimeout(feed.timer);
  feed.nudged = false;
  if (feed.busy || !running || document.hidden) return;
  feed.busy = true;
  const asked = performance.now();
  try {
    feed.take(await get(feed.path));
    state.answered = performance.now();
    state.trouble = null;
  } catch (failure) {
    if (!(failure instanceof Trouble)) throw failure;
    if (failure.status === 0) state.trouble = failure;
    else state.answered = performance.now();
    feed.missing?.();
  } finally {
    feed.busy = false;
    const took = performance.now() - asked;
    feed.rested = performance.now() + untilNews(took);
    if (running) feed.timer = setTimeout(() => run(feed), untilNext(feed.every, took));
    changed();
  }
}

/** Asks for these soon, as after a change or an event about them; a flood of events does not put it off. */
export function nudge(...names) {
  for (const name of names) {
    const feed = feeds[name];
    if (feed.nudged) continue;
    feed.nudged = true;
    clearTimeout(feed.timer);
    feed.timer = setTimeout(() => run(feed), Math.max(150, (feed.rested ?? 0) - performance.now()));
  }
}

function takeEvents(events) {
  const known = new Set(state.events.map((each) => each.id));
  const fresh = events.filter((each) => !known.has(each.id));
  if (!fresh.length) return false;
  state.events = [...fresh, ...state.events]
    .sort((one, other) => (one.time < other.time ? 1 : one.time > other.time ? -1 : 0))
    .slice(0, MOST_EVENTS);
  changed();
  return true;
}

function heard(event) {
  // Events were missed, or the node was started again and its ids with it: what follows is all that it knows.
  if (event.type === "gap") {
    state.events = [];
    return;
  }
  let body;
  try {
    body = JSON.parse(event.data);
  } catch {
    return;
  }
  if (takeEvents([{ ...body, id: body.id ?? event.id }])) {
    nudge("pools", "cluster", "members", "listeners");
    // Other nodes' listeners are told with their traffic.
    if (body.type === "listener-changed" || body.type === "listener-switched-back") nudge("traffic");
  }
}

const pause = (millis) => new Promise((resume) => setTimeout(resume, millis));

async function follow() {
  const mine = new AbortController();
  closing = mine;
  let last = "";
  let wait = 1000;
  while (running && closing === mine) {
    try {
      const answer = await get("/api/v1/events?limit=200");
      takeEvents(answer.events ?? []);
      const response = await stream(last, mine.signal);
      state.streaming = true;
      wait = 1000;
      changed();
      last = await read(response, last, heard);
    } catch {
      // It is tried again; that the node does not answer is told by the numbers' age.
    }
    if (closing !== mine) return;
    state.streaming = false;
    changed();
    await pause(wait * (0.75 + Math.random() / 2));
    wait = Math.min(2 * wait, 15000);
  }
}

function attend() {
  if (!running) return;
  if (document.hidden) {
    for (const feed of Object.values(feeds)) clearTimeout(feed.timer);
    closing?.abort();
    closing = null;
    state.streaming = false;
    backlog = performance.now();
    return;
  }
  // Time in which nobody asked is not time in which nobody answered.
  if (backlog !== null && state.answered !== null) state.answered += performance.now() - backlog;
  backlog = null;
  for (const feed of Object.values(feeds)) run(feed);
  follow();
}

document.addEventListener("visibilitychange", attend);

export function start() {
  if (running) return;
  running = true;
  attend();
}

export function stop() {
  running = false;
  for (const feed of Object.values(feeds)) clearTimeout(feed.timer);
  closing?.abort();
  closing = null;
  state.streaming = false;
}

/** Whether what is shown is older than the pace explains, and by how many milliseconds. */
export function staleFor(now = performance.now()) {
  if (state.answered === null || document.hidden) return state.trouble && state.answered === null ? Infinity : 0;
  const age = now - state.answered;
  return age > 3 * PACE + 1000 || (state.trouble && age > PACE) ? age : 0;
}
