// Every pool with its backends. However many there are, few rows are drawn: filters and pages do the rest.

import { details, drain, progress, ready } from "./details.js";
import { field, fill, h, keyed, select, text } from "./dom.js";
import { count, frequency, millis, plural, span, throughput } from "./format.js";
import { colour } from "./nodes.js";
import { keyOf, state } from "./store.js";
import { bar, emptyBar, mark, pager, table } from "./table.js";

const ROWS = 25;
const POOLS = 6;

const troubled = (backend) =>
  backend.health !== "up" || backend.state !== "ready" || Object.keys(backend.ejected ?? {}).length > 0;

const KINDS = [
  ["", "all", () => true],
  ["trouble", "not well, or not ready", troubled],
  ["up", "up", (backend) => backend.health === "up"],
  ["down", "down", (backend) => backend.health === "down"],
  ["leaving", "draining, maintenance, removing", (backend) => backend.state !== "ready"],
];

function stateWords(backend) {
  const ejected = Object.keys(backend.ejected ?? {});
  return [
    progress(backend)?.words,
    ejected.length ? `ejected by ${ejected.join(", ")}` : null,
    backend.backup ? "backup" : null,
    backend.healthOverride ? `held ${backend.healthOverride}` : null,
  ].filter(Boolean).join(" · ");
}

function backendsTable(name) {
  return table(`Backends of ${name}`, [
    {
      head: "Backend",
      make(cell, row) {
        cell.append(h("button", { type: "button", class: "link", on: { click: () => details(row.item.backend.pool, row.item.backend.id) } }), h("small"));
      },
      show(cell, { backend }) {
        text(cell.firstChild, backend.id);
        text(cell.lastChild, backend.address === backend.id ? "" : backend.address);
      },
    },
    {
      head: "Health",
      class: "said",
      make: (cell) => cell.append(h("span"), h("small")),
      show(cell, { backend, now }) {
        mark(cell.firstChild, backend.health, backend.health);
        const since = backend.since ? span(now - new Date(backend.since).getTime()) : "";
        text(cell.lastChild, [since, backend.reason].filter(Boolean).join(" · "));
      },
    },
    {
      head: "State",
      class: "said",
      make: (cell) => cell.append(h("span"), h("small")),
      show(cell, { backend }) {
        mark(cell.firstChild, backend.state === "ready" ? "plain" : "hold", backend.state);
        text(cell.lastChild, stateWords(backend));
      },
    },
    {
      head: "Weight",
      number: true,
      show(cell, { backend }) {
        const same = backend.weight === backend.effectiveWeight;
        text(cell, `${backend.weight}${same ? "" : ` → ${backend.effectiveWeight}`}${backend.overrides?.weight ? " *" : ""}`);
        cell.title = backend.overrides?.weight ? `Set at run time; defined as ${backend.overrides.weight.fileValue}` : "";
      },
    },
    {
      head: "Connections",
      number: true,
      class: "barred",
      make: (cell) => cell.append(h("span"), emptyBar()),
      show(cell, { backend, most }) {
        const cap = backend.maxConnections === null ? "" : ` of ${count(backend.maxConnections)}`;
        text(cell.firstChild, count(backend.connections.total) + cap);
        bar(cell.lastChild, backend.connections.byNode, most, colour);
      },
    },
    { head: "New", number: true, show: (cell, { rate }) => text(cell, frequency(rate?.opened)) },
    { head: "In", number: true, show: (cell, { rate }) => text(cell, throughput(rate?.in)) },
    { head: "Out", number: true, show: (cell, { rate }) => text(cell, throughput(rate?.out)) },
    { head: "Connect", number: true, show: (cell, { backend }) => text(cell, millis(backend.connectMillis)) },
    {
      head: "Acts",
      silent: true,
      class: "acts",
      make(cell, row) {
        cell.append(
          h("button", { type: "button", class: "small", "data-role": "operator", on: { click: () => (row.item.backend.state === "ready" ? drain : ready)(row.item.backend) } }),
          h("button", { type: "button", class: "small", text: "More…", on: { click: () => details(row.item.backend.pool, row.item.backend.id) } }));
      },
      show(cell, { backend }) {
        const word = backend.state === "ready" ? "Drain" : "Ready";
        text(cell.firstChild, `${word}…`);
        cell.firstChild.setAttribute("aria-label", `${word} backend ${backend.id} of ${backend.pool}`);
        cell.lastChild.setAttribute("aria-label", `More about backend ${backend.id} of ${backend.pool}`);
      },
    },
  ], ({ backend }) => keyOf(backend), "No backend matches");
}

function poolSection(pool) {
  const rows = backendsTable(pool.name);
  const pages = pager(ROWS, () => section.last && section.showPool(section.last));
  const well = h("span");
  const about = h("span", { class: "muted" });
  const section = h("section", { class: "pool", "aria-label": `Pool ${pool.name}` },
    h("div", { class: "title" }, h("h3", { text: pool.name }), well, about), rows.node, pages.node);
  section.firstPage = () => pages.first();
  section.showPool = ({ pool: now, matching }) => {
    section.last = { pool: now, matching };
    const usable = now.backends.filter((each) => each.health === "up" && each.state === "ready").length;
    const all = now.backends.length;
    mark(well, !usable ? "down" : usable === all ? "up" : "hold", all ? `${count(usable)} of ${count(all)} usable` : "no backend");
    text(about, [
      now.algorithm,
      `check ${now.healthCheck?.type ?? "none"}`,
      plural(now.connections.total, "connection") + (now.maxConnections ? ` of ${count(now.maxConnections)}` : ""),
      now.divergent ? "files differ between nodes" : null,
      now.origin === "api" ? "added at run time" : null,
    ].filter(Boolean).join(" · "));
    const most = now.backends.reduce((top, each) => Math.max(top, each.connections.total), 1);
    const at = Date.now();
    rows.show(pages.part(matching).map((backend) => ({ backend, most, now: at, rate: state.rates.backends.get(keyOf(backend)) })),
      all ? undefined : "This pool has no backend: whoever connects to it is refused");
  };
  return section;
}

export function poolsPanel() {
  const words = h("input", { type: "search", placeholder: "id, address or reason", on: { input: () => again() } });
  const name = select([["", "all"]], { on: { change: () => again() } });
  const kind = select(KINDS.map(([value, label]) => [value, label]), { on: { change: () => again() } });
  const order = select([["", "as defined"], ["connections", "most connections"], ["connect", "slowest connect"], ["id", "by name"]], { on: { change: () => again() } });
  const list = h("div");
  const none = h("p", { class: "none", text: "No pool matches", hidden: true });
  const pages = pager(POOLS, () => panel.show());
  const again = () => {
    pages.first();
    for (const section of list.children) section.firstPage();
    panel.show();
  };
  const orders = {
    connections: (one, other) => other.connections.total - one.connections.total,
    connect: (one, other) => other.connectMillis - one.connectMillis,
    id: (one, other) => one.id.localeCompare(other.id, undefined, { numeric: true }),
  };
  const panel = {
    node: h("section", { "aria-labelledby": "pools" },
      h("div", { class: "title" }, h("h2", { id: "pools", text: "Pools" })),
      h("div", { class: "filters" }, field("Backends containing", words), field("Pool", name), field("Backends that are", kind), field("Order", order)),
      list, none, pages.node),
    show() {
      const pools = state.pools ?? [];
      fill(name, [["", "all"], ...pools.map((pool) => pool.name)]);
      const text = words.value.trim().toLowerCase();
      const fits = KINDS.find(([value]) => value === kind.value)[2];
      const narrow = Boolean(text || kind.value);
      const shown = [];
      for (const pool of pools) {
        if (name.value && pool.name !== name.value) continue;
        let matching = narrow
          ? pool.backends.filter((each) => fits(each) && (!text || `${each.id}\n${each.address}\n${each.reason ?? ""}`.toLowerCase().includes(text)))
          : pool.backends;
        if (narrow && !matching.length && !name.value) continue;
        if (order.value) matching = [...matching].sort(orders[order.value]);
        shown.push({ pool, matching });
      }
      none.hidden = shown.length > 0;
      keyed(list, pages.part(shown), (each) => each.pool.name, (each) => poolSection(each.pool), (section, each) => section.showPool(each));
    },
  };
  return panel;
}
