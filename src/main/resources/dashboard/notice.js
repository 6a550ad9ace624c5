// What must not be overlooked: banners over the page, and short words after an act.

import { h, keyed, text } from "./dom.js";
import { clock, listed, span } from "./format.js";
import { staleFor, state } from "./store.js";

const SAID_FOR = 8000;

/** Says what came of an act, to eyes and to screen readers. */
export function say(words, kind = "done") {
  const note = h("p", { class: `note ${kind}`, text: words });
  document.getElementById("said").append(note);
  setTimeout(() => note.remove(), SAID_FOR);
}

function warnings() {
  const all = [];
  const stale = staleFor();
  const self = state.cluster?.self ?? "The node";
  if (stale) {
    const since = Number.isFinite(stale) ? `What is shown is from ${clock(Date.now() - stale)}` : "Nothing is known yet";
    all.push({ key: "stale", kind: "bad", words: `${self} does not answer. ${since}; it is asked again and again.`, age: stale });
  }
  const cluster = state.cluster;
  if (!cluster) return all;
  const others = cluster.nodes.filter((node) => node.name !== cluster.self);
  const me = cluster.nodes.find((node) => node.name === cluster.self);
  if (!cluster.controlPlane && (me?.uptime ?? 0) < 15) {
    all.push({ key: "young", kind: "note", words: `${self} has just started and is looking for its cluster.` });
  } else if (!cluster.controlPlane) {
    all.push({
      key: "cut",
      kind: "bad",
      words: `${self} is cut off from its cluster. It goes on forwarding with what it last knew and its own health checks; this page shows only what it knows by itself, and what is changed here reaches the others once it is back.`,
    });
  }
  const lost = others.filter((node) => !node.reachable).map((node) => node.name);
  const alone = all.some((each) => each.key === "cut");
  if (!alone && lost.length && lost.length >= others.length - lost.length + 1) {
    all.push({
      key: "minor",
      kind: "bad",
      words: `${self} does not reach ${listed(lost)}, which is half of the cluster or more: it may be the one that is cut off. Numbers of those nodes are old.`,
    });
  } else if (!alone && lost.length) {
    all.push({ key: "lost", kind: "warn", words: `${self} does not reach ${listed(lost)}. Numbers of ${lost.length > 1 ? "those nodes" : "that node"} are old.` });
  }
  const silent = (state.traffic?.unanswered ?? []).filter((name) => !lost.includes(name));
  if (silent.length) {
    all.push({ key: "silent", kind: "warn", words: `${listed(silent)} did not tell ${silent.length > 1 ? "their" : "its"} traffic in time; it is missing below.` });
  }
  return all;
}

/** Draws the banners. A banner is read aloud when it comes; the seconds that tick in it are not. */
export function showWarnings() {
  const all = warnings();
  document.body.classList.toggle("stale", all.some((each) => each.key === "stale"));
  keyed(
    document.getElementById("banners"),
    all,
    (each) => each.key,
    () => h("div", { class: "banner" }, h("p"), h("span", { "aria-hidden": "true" })),
    (node, each) => {
      node.className = `banner ${each.kind}`;
      if (each.key !== "stale" || !node.firstChild.textContent) text(node.firstChild, each.words);
      text(node.lastChild, each.age && Number.isFinite(each.age) ? `${span(each.age)} old` : "");
    },
  );
}
