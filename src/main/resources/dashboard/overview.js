// The first page: the whole cluster at a glance.

import { h, text } from "./dom.js";
import { count, frequency, throughput } from "./format.js";
import { lastEvents } from "./events.js";
import { listenersTable } from "./listeners.js";
import { nodeActs, nodesInShort, nodesTable } from "./nodes.js";
import { poolsPanel } from "./pools.js";
import { state } from "./store.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 120;
const HEIGHT = 26;
/** A line that has just begun is not stretched over the whole width. */
const FEWEST = 15;

/** A number with the last minutes behind it. */
function figure(label, read, write) {
  const value = h("strong");
  const line = document.createElementNS(SVG, "polyline");
  const area = document.createElementNS(SVG, "polygon");
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  picture.append(area, line);
  return {
    node: h("div", { class: "figure" }, h("span", { text: label }), value, picture),
    show(history) {
      text(value, write(history.length ? read(history[history.length - 1]) : null));
      const values = history.map(read).filter((each) => each !== null);
      if (values.length < 2) return;
      const top = Math.max(...values, 1e-9);
      const step = WIDTH / (Math.max(values.length, FEWEST) - 1);
      const from = WIDTH - step * (values.length - 1);
      const points = values.map((each, at) => `${(from + at * step).toFixed(1)},${(HEIGHT - 1 - (each / top) * (HEIGHT - 4)).toFixed(1)}`).join(" ");
      line.setAttribute("points", points);
      area.setAttribute("points", `${from.toFixed(1)},${HEIGHT} ${points} ${WIDTH},${HEIGHT}`);
    },
  };
}

const panel = (id, title, content, acts) => h("section", { "aria-labelledby": id },
  h("div", { class: "title" }, h("h2", { id, text: title }), acts), ...content);

export function overviewPage() {
  const nodes = h("strong");
  const usable = h("strong");
  const figures = [
    figure("Connections", (at) => at.connections, count),
    figure("New", (at) => at.opened, frequency),
    figure("In", (at) => at.in, throughput),
    figure("Out", (at) => at.out, throughput),
  ];
  const nodesPanel = nodesTable();
  const acts = nodeActs();
  const listeners = listenersTable();
  const pools = poolsPanel();
  const events = lastEvents(8);
  return {
    title: "Overview",
    node: h("div", { class: "overview" },
      h("section", { class: "figures", "aria-label": "The cluster in numbers" },
        h("div", { class: "figure" }, h("span", { text: "Nodes" }), nodes),
        h("div", { class: "figure" }, h("span", { text: "Backends usable" }), usable),
        ...figures.map((each) => each.node)),
      panel("nodes", "Nodes", [nodesPanel.node], acts.node),
      panel("listeners", "Listeners", [listeners.node]),
      pools.node,
      panel("events", "Last events", [events.node], h("a", { href: "#/events", text: "All events" }))),
    show() {
      if (state.cluster) {
        text(nodes, nodesInShort(state.cluster));
        nodesPanel.show(state.cluster);
        acts.show(state.cluster.self);
      }
      if (state.pools) {
        let all = 0;
        let good = 0;
        for (const pool of state.pools) {
          all += pool.backends.length;
          for (const each of pool.backends) if (each.health === "up" && each.state === "ready") good++;
        }
        text(usable, `${count(good)} of ${count(all)}`);
      }
      for (const each of figures) each.show(state.rates.history);
      listeners.show();
      pools.show();
      events.show();
    },
  };
}
