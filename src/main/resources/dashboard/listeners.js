// The listeners of the asked node by name, with the traffic of the same listener on all nodes.

import { change, path } from "./api.js";
import { confirm } from "./dialogs.js";
import { field, h, select, text } from "./dom.js";
import { count, frequency, listed, throughput } from "./format.js";
import { colour } from "./nodes.js";
import { nudge, state } from "./store.js";
import { bar, emptyBar, mark, table } from "./table.js";

function patch(listener, body) {
  return change("PATCH", path("listeners", listener.name), body).finally(() => nudge("listeners", "traffic"));
}

function pause(listener) {
  const self = state.cluster?.self ?? "this node";
  confirm(listener.paused
    ? {
        title: `Resume ${listener.name} on ${self}?`,
        text: "It accepts connections again.",
        verb: "Resume",
        act: () => patch(listener, { paused: false }),
        done: () => `${listener.name} accepts again on ${self}`,
      }
    : {
        title: `Pause ${listener.name} on ${self}?`,
        text: "New connections through this node wait or are refused until it is resumed. Those that are open go on. Other nodes are not touched.",
        verb: "Pause",
        danger: true,
        act: () => patch(listener, { paused: true }),
        done: () => `${listener.name} is paused on ${self}`,
      });
}

function move(listener) {
  const self = state.cluster?.self ?? "this node";
  const pools = (state.pools ?? []).map((pool) => pool.name);
  const chosen = select(pools);
  chosen.value = listener.pool;
  confirm({
    title: `Switch ${listener.name} on ${self} to another pool?`,
    text: "New connections go to the pool that is chosen; those that are open stay where they are.",
    fields: [field("Pool", chosen)],
    verb: "Switch",
    act: () => patch(listener, { pool: chosen.value }),
    done: () => `${listener.name} leads to ${chosen.value} on ${self}`,
  });
}

/** By listener, on which other nodes it takes no connections. */
function troubles() {
  const all = new Map();
  for (const node of state.traffic?.nodes ?? []) {
    if (node.node === state.cluster?.self) continue;
    for (const each of node.listeners) {
      const what = each.bound === false ? "not bound" : each.paused ? "paused" : null;
      if (!what) continue;
      const of = all.get(each.name) ?? new Map();
      all.set(each.name, of.set(what, [...(of.get(what) ?? []), node.node]));
    }
  }
  return new Map([...all].map(([name, of]) => [name, [...of].map(([what, nodes]) => `${what} on ${listed(nodes)}`).join("; ")]));
}

export function listenersTable() {
  const rows = table("Listeners", [
    {
      head: "Listener",
      make: (cell) => cell.append(h("strong"), h("small")),
      show(cell, { listener }) {
        text(cell.firstChild, listener.name);
        text(cell.lastChild, listener.addresses?.length ? listener.addresses.join(", ") : listener.bind?.join(", "));
      },
    },
    {
      head: "State",
      class: "two",
      make: (cell) => cell.append(h("span"), h("small")),
      show(cell, { listener, away, elsewhere }) {
        if (away) mark(cell.firstChild, "unknown", "on other nodes");
        else if (listener.paused) mark(cell.firstChild, "hold", "paused");
        else mark(cell.firstChild, listener.bound ? "up" : "down", listener.bound ? "accepting" : "not bound");
        text(cell.lastChild, elsewhere);
      },
    },
    { head: "Pool", class: "two", show: (cell, { listener }) => text(cell, listener.pool ?? "–") },
    {
      head: "Connections",
      number: true,
      class: "barred full",
      make: (cell) => cell.append(h("span"), emptyBar()),
      show(cell, { rate, listener, most }) {
        text(cell.firstChild, count(rate?.connections ?? listener.connections));
        bar(cell.lastChild, rate?.byNode ?? {}, most, colour);
      },
    },
    { head: "New", number: true, show: (cell, { rate }) => text(cell, frequency(rate?.opened)) },
    { head: "Refused", number: true, show: (cell, { rate }) => text(cell, frequency(rate?.refused)) },
    { head: "In", number: true, show: (cell, { rate }) => text(cell, throughput(rate?.in)) },
    { head: "Out", number: true, show: (cell, { rate }) => text(cell, throughput(rate?.out)) },
    {
      head: "Acts",
      silent: true,
      class: "acts",
      make(cell, row) {
        cell.append(
          h("button", { type: "button", class: "small", "data-role": "admin", on: { click: () => pause(row.item.listener) } }),
          h("button", { type: "button", class: "small", "data-role": "admin", on: { click: () => move(row.item.listener) } }));
      },
      show(cell, { listener, away }) {
        cell.children[0].hidden = cell.children[1].hidden = Boolean(away);
        text(cell.children[0], listener.paused ? "Resume…" : "Pause…");
        text(cell.children[1], "Switch…");
        cell.children[0].setAttribute("aria-label", `${listener.paused ? "Resume" : "Pause"} listener ${listener.name}`);
        cell.children[1].setAttribute("aria-label", `Switch listener ${listener.name} to another pool`);
      },
    },
  ], ({ listener }) => listener.name, "No listener");
  return {
    node: rows.node,
    show() {
      const rates = state.rates.listeners;
      const own = state.listeners ?? [];
      const away = [...rates.keys()].filter((name) => !own.some((each) => each.name === name));
      const elsewhere = troubles();
      const most = Math.max(1, ...[...rates.values()].map((rate) => rate.connections));
      rows.show([
        ...own.map((listener) => ({ listener, rate: rates.get(listener.name), most, elsewhere: elsewhere.get(listener.name) })),
        ...away.map((name) => ({ listener: { name, connections: null }, rate: rates.get(name), most, away: true, elsewhere: elsewhere.get(name) })),
      ]);
    },
  };
}
