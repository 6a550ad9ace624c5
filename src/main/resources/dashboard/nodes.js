// The nodes: how they are, who sees whom, and the life of the one that is asked.

import { change, path } from "./api.js";
import { confirm } from "./dialogs.js";
import { h, text } from "./dom.js";
import { count, listed, plural, span } from "./format.js";
import { nudge, state } from "./store.js";
import { mark, table } from "./table.js";

const COLOURS = 8;

/** Whoever was seen, in the order in which they got their colours. */
const seen = [];

/** A node's colour, which it keeps while this page is open, whoever comes or goes; at first sight they have them by name. */
export function colour(name) {
  for (const each of (state.cluster?.nodes ?? []).map((node) => node.name).sort()) {
    if (!seen.includes(each)) seen.push(each);
  }
  const index = seen.indexOf(name);
  return index < 0 ? "c-none" : `c${index % COLOURS}`;
}

const port = (address) => address?.slice(address.lastIndexOf("@") + 1);

/** By name of a node, who does not see it: what the members tell each other, or else what this node alone says. */
function blind(cluster) {
  const names = new Map(cluster.nodes.map((node) => [node.address, node.name]));
  const by = new Map();
  for (const each of state.members?.unreachable ?? []) {
    const name = names.get(port(each.node)) ?? port(each.node);
    by.set(name, (each.observedBy ?? []).map((other) => names.get(port(other)) ?? port(other)));
  }
  for (const node of cluster.nodes) {
    if (!node.reachable && !by.has(node.name)) by.set(node.name, [cluster.self]);
  }
  return by;
}

function sight(cluster, node, unseen) {
  const blindTo = [...unseen].filter(([, by]) => by.includes(node.name)).map(([name]) => name);
  const by = unseen.get(node.name) ?? [];
  if (!blindTo.length && !by.length) return cluster.nodes.length > 1 ? "sees all, seen by all" : "alone";
  const parts = [];
  if (blindTo.length) parts.push(`does not see ${listed(blindTo)}`);
  if (by.length) parts.push(`not seen by ${listed(by)}`);
  return parts.join("; ");
}

/** An act on the node that is asked; `title` and `done` get its name. */
function act(verb, { title, words, button, done, danger = false }) {
  return () => {
    const self = state.cluster.self;
    confirm({
      title: title(self),
      text: words,
      verb: button,
      danger,
      // Without a body a browser's request looks like one from a page elsewhere.
      act: () => change("POST", path("node", verb), {}).finally(() => nudge("cluster", "listeners")),
      done: () => done(self),
    });
  };
}

const drain = act("drain", {
  title: (name) => `Drain ${name}?`,
  words: "It says it is not ready, so that whatever is in front of it sends no more, and still accepts. Nothing is cut.",
  button: "Drain",
  done: (name) => `${name} is drained`,
});
const ready = act("ready", {
  title: (name) => `Make ${name} ready?`,
  words: "It takes part again as before it was drained.",
  button: "Make ready",
  done: (name) => `${name} is ready again`,
});
const leave = act("leave", {
  title: (name) => `Let ${name} leave and end?`,
  words: "It goes as with SIGTERM: not ready, listeners closed, connections drained, the cluster left, the process ended. It cannot be started again from here.",
  button: "Leave",
  done: (name) => `${name} is leaving`,
  danger: true,
});

/** The acts on the node that is asked; `show(name)` writes it on the first of them. */
export function nodeActs() {
  const button = (what, words = "", more = "") =>
    h("button", { type: "button", class: `small${more}`, "data-role": "admin", text: words, on: { click: what } });
  const first = button(drain);
  const node = h("div", { class: "acts" }, first, button(ready, "Ready…"), button(leave, "Leave…", " danger"));
  return { node, show: (name) => text(first, `Drain ${name}…`) };
}

export function nodesTable() {
  const rows = table("Nodes of the cluster", [
    {
      head: "Node",
      make(cell) {
        cell.append(h("i", { class: "swatch" }), h("strong"), h("span", { class: "tag" }), h("small"));
      },
      show(cell, { node, self }) {
        cell.children[0].className = `swatch ${colour(node.name)}`;
        text(cell.children[1], node.name);
        text(cell.children[2], self ? "this node" : "");
        text(cell.children[3], node.address);
      },
    },
    {
      head: "Status",
      class: "two",
      make: (cell) => cell.append(h("span")),
      show(cell, { node }) {
        const well = node.status === "up" && node.reachable;
        mark(cell.firstChild, well ? "up" : node.reachable ? "unknown" : "down", node.reachable ? node.status : "unreachable");
      },
    },
    { head: "Sight", class: "three", show: (cell, { sight: words }) => text(cell, words) },
    {
      head: "File",
      make: (cell) => cell.append(h("code"), h("span", { class: "tag" })),
      show(cell, { node, odd }) {
        text(cell.firstChild, node.configHash?.slice(0, 8) ?? "–");
        text(cell.lastChild, odd ? "differs" : "");
      },
    },
    { head: "Up for", number: true, show: (cell, { node }) => text(cell, span(node.uptime === null ? null : node.uptime * 1000)) },
    { head: "Version", class: "two", show: (cell, { node }) => text(cell, node.version ?? "–") },
    { head: "Connections", number: true, show: (cell, { node }) => text(cell, count(node.connections)) },
  ], ({ node }) => node.name);
  return {
    node: rows.node,
    show(cluster) {
      const unseen = blind(cluster);
      const self = cluster.nodes.find((node) => node.name === cluster.self);
      rows.show(cluster.nodes.map((node) => ({
        node,
        self: node.name === cluster.self,
        odd: Boolean(node.configHash && self?.configHash && node.configHash !== self.configHash),
        sight: sight(cluster, node, unseen),
      })));
    },
  };
}

/** The cluster in one line for the head of the page. */
export function nodesInShort(cluster) {
  const well = cluster.nodes.filter((node) => node.status === "up" && node.reachable).length;
  const all = cluster.nodes.length;
  return well === all ? plural(all, "node") : `${well} of ${plural(all, "node")}`;
}
