// What goes on a second, from counters that only grow. Pure.

const zero = () => ({ connections: 0, opened: null, in: null, out: null, refused: null, byNode: {} });

/** Remembers the last answer of `/api/v1/traffic` and says what changed since. */
export class Rates {
  #before = new Map();
  listeners = new Map();
  backends = new Map();
  history = [];

  static MOST = 90;

  /** Takes an answer that came at `now`, in milliseconds of any clock that does not jump. */
  take(traffic, now) {
    const seen = new Map();
    const listeners = new Map();
    const backends = new Map();
    const total = { at: now, ...zero() };
    for (const node of traffic.nodes ?? []) {
      for (const each of node.listeners ?? []) {
        const change = this.#change(seen, `${node.node}\nl\n${each.name}`, each, now);
        add(entry(listeners, each.name), node.node, each, change);
        add(total, node.node, each, change);
      }
      for (const each of node.backends ?? []) {
        const change = this.#change(seen, `${node.node}\nb\n${each.pool}\n${each.id}`, each, now);
        add(entry(backends, `${each.pool}\n${each.id}`), node.node, each, change);
      }
    }
    this.#before = seen;
    this.listeners = listeners;
    this.backends = backends;
    this.history.push(total);
    if (this.history.length > Rates.MOST) this.history.shift();
  }

  /** Null for the first sight of a counter and for one that went back, as after a restart. */
  #change(seen, key, now, at) {
    const before = this.#before.get(key);
    seen.set(key, { at, opened: now.opened, in: now.bytesIn, out: now.bytesOut, refused: now.refused ?? 0 });
    const seconds = before ? (at - before.at) / 1000 : 0;
    if (seconds <= 0 || now.opened < before.opened || now.bytesIn < before.in || now.bytesOut < before.out) return null;
    return {
      opened: (now.opened - before.opened) / seconds,
      in: (now.bytesIn - before.in) / seconds,
      out: (now.bytesOut - before.out) / seconds,
      refused: ((now.refused ?? 0) - before.refused) / seconds,
    };
  }
}

function entry(map, key) {
  let found = map.get(key);
  if (!found) map.set(key, (found = zero()));
  return found;
}

function add(sum, node, counters, change) {
  sum.connections += counters.connections ?? 0;
  sum.byNode[node] = (sum.byNode[node] ?? 0) + (counters.connections ?? 0);
  if (!change) return;
  for (const name of ["opened", "in", "out", "refused"]) sum[name] = (sum[name] ?? 0) + change[name];
}
