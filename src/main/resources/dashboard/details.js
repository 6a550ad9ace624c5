// One backend: what is known of it, and what can be done with it.

import { change, path, Trouble } from "./api.js";
import { confirm, open } from "./dialogs.js";
import { field, h, keyed, select, text } from "./dom.js";
import { bytes, clock, count, duration, listed, millis, plural, span } from "./format.js";
import { colour } from "./nodes.js";
import { showRights, whyNot } from "./rights.js";
import { keyOf, nudge, state, watch } from "./store.js";
import { bar, emptyBar, mark } from "./table.js";

const route = (backend, ...more) => path("pools", backend.pool, "backends", backend.id, ...more);

/** Changes it only as it was when the question was asked, so that two people do not undo each other unawares. */
function patch(backend, body) {
  return change("PATCH", route(backend), body, backend.etag ? { "If-Match": `"${backend.etag}"` } : {})
    .catch((failure) => {
      throw failure.status === 412
        ? new Trouble(412, "Changed meanwhile", `Somebody changed ${backend.id} after this was opened. Close it and look at what holds now.`)
        : failure;
    })
    .finally(() => nudge("pools"));
}

function find(pool, id) {
  return state.pools?.find((each) => each.name === pool)?.backends.find((each) => each.id === id);
}

const deadlines = () => select([["", "none: nothing is cut"], ["30s", "30 seconds"], ["5m", "5 minutes"], ["30m", "30 minutes"], ["2h", "2 hours"]]);

function quiet(state) {
  return (backend) => {
    const deadline = deadlines();
    const drain = state === "draining";
    const left = backend.connections.total;
    confirm({
      title: drain ? `Drain ${backend.id}?` : `Put ${backend.id} into maintenance?`,
      text: `On every node it gets no new connections${drain ? " and is still checked" : " and is not checked"}. ${left ? `Its ${plural(left, "open connection")} ${left === 1 ? "goes" : "go"} on` : "It has no open connection"}; with a deadline, what is left then is closed little by little.`,
      fields: [field("Deadline", deadline)],
      verb: drain ? "Drain" : "Start maintenance",
      act: () => patch(backend, deadline.value ? { state, deadline: deadline.value } : { state }),
      done: () => `${backend.id} is ${drain ? "draining" : "in maintenance"}`,
    });
  };
}

export const drain = quiet("draining");
const maintenance = quiet("maintenance");

export function ready(backend) {
  confirm({
    title: `Make ${backend.id} ready?`,
    text: "It gets new connections again on every node, as soon as its checks say that it is up.",
    verb: "Make ready",
    act: () => patch(backend, { state: "ready" }),
    done: () => `${backend.id} is ready`,
  });
}

function weight(backend) {
  const wanted = h("input", { type: "number", min: 0, max: 1000, step: 1, required: true, value: backend.weight });
  confirm({
    title: `Set the weight of ${backend.id}?`,
    text: "Its share of new connections beside the others', on every node: 0 for none, at most 1000.",
    fields: [field("Weight", wanted)],
    verb: "Set weight",
    act: () => patch(backend, { weight: Number(wanted.value) }),
    done: () => `${backend.id} has the weight ${wanted.value}`,
  });
}

function override(backend) {
  const wanted = select([["", "as its checks say"], ["up", "up, whatever they say"], ["down", "down, whatever they say"]]);
  wanted.value = backend.healthOverride ?? "";
  confirm({
    title: `Set the health of ${backend.id}?`,
    text: "What is chosen holds on every node, over restarts too, until it is taken back.",
    fields: [field("Health", wanted)],
    verb: "Set health",
    act: () => patch(backend, { healthOverride: wanted.value || null }),
    done: () => (wanted.value ? `${backend.id} is held ${wanted.value}` : `${backend.id} is judged by its checks`),
  });
}

function reset(backend) {
  confirm({
    title: `Take back what was set for ${backend.id}?`,
    text: `What its definition says holds again for ${listed(Object.keys(backend.overrides))}.`,
    verb: "Take back",
    act: () => change("DELETE", route(backend, "overrides")).finally(() => nudge("pools")),
    done: () => `${backend.id} is as it was defined`,
  });
}

function remove(backend) {
  const left = backend.connections.total;
  const deadline = deadlines();
  const force = h("input", { type: "checkbox" });
  confirm({
    title: `Remove ${backend.id}?`,
    text: `It gets no new connections and is gone from every node ${left ? `when the last of its ${plural(left, "open connection")} has ended` : "at once, as it has no open connection"}.`,
    fields: [field("Deadline", deadline), h("label", { class: "check" }, force, "Close all its connections at once, by a reset")],
    verb: "Remove",
    danger: true,
    act() {
      const query = force.checked ? "?force=true" : deadline.value ? `?deadline=${deadline.value}` : "";
      return change("DELETE", route(backend) + query).finally(() => nudge("pools"));
    },
    done: () => `${backend.id} is being removed`,
  });
}

/** How far it is with getting rid of its connections; null where it is not about to. */
export function progress(backend) {
  if (backend.state === "ready") return null;
  const most = Math.max(state.drains.get(keyOf(backend)) ?? 0, backend.connections.total);
  const left = backend.connections.total;
  const said = backend.overrides?.state?.at;
  const limit = duration(backend.deadline);
  const until = said && limit !== null ? new Date(said).getTime() + limit - Date.now() : null;
  const words = left === 0 ? "no connection left" : `${count(left)} left`;
  const rest = until === null || left === 0 ? "" : until > 0 ? `, cut in ${span(until)}` : ", being cut";
  return { most, left, words: words + rest };
}

function facts(backend) {
  const rate = state.rates.backends.get(keyOf(backend));
  const ejected = Object.keys(backend.ejected ?? {});
  const all = [
    ["Address", backend.address],
    ["Origin", backend.origin === "file" ? "a configuration file" : "added at run time"],
    ["Health", `${backend.health}${backend.since ? ` since ${clock(backend.since)}` : ""}${backend.reason ? `: ${backend.reason}` : ""}`],
    ["Last check here", backend.lastCheck ? `${backend.lastCheck} (${backend.step})` : null],
    ...Object.entries(backend.votes ?? {}).map(([node, vote]) =>
      [`Vote of ${node}`, `${vote.health}${vote.reason ? `: ${vote.reason}` : ""}, ${span(vote.ageMillis)} old`]),
    ["Ejected on", ejected.length ? listed(ejected) : null],
    ["Weight", `${backend.weight}, in use ${backend.effectiveWeight}`],
    ["At most", backend.maxConnections === null ? null : plural(backend.maxConnections, "connection")],
    ["Serves", backend.backup ? "only while no primary can" : null],
    ["Since this node's start", `${plural(backend.totals.connections, "connection")}, ${bytes(backend.totals.bytesIn)} in, ${bytes(backend.totals.bytesOut)} out`],
    ["Now", rate && rate.in !== null ? `${bytes(rate.in)}/s in, ${bytes(rate.out)}/s out` : null],
    ["Failed dials here", Object.entries(backend.totals.connectFailures ?? {}).map(([why, times]) => `${why} ${count(times)}`).join(", ") || null],
    ["Time to connect", millis(backend.connectMillis)],
    ...Object.entries(backend.overrides ?? {}).map(([name, said]) =>
      [`Set: ${name}`, `${JSON.stringify(said.value)} instead of ${JSON.stringify(said.fileValue)}, by ${said.by} at ${clock(said.at)}`]),
  ];
  return all.filter(([, value]) => value !== null);
}

/** Opens it, live until it is closed. */
export function details(pool, id) {
  const health = h("span");
  const about = h("p", { class: "about" }, health, h("span", { class: "muted" }));
  const load = h("p", { class: "load" }, h("span"), emptyBar());
  const left = h("progress", { "aria-label": "Connections that have ended" });
  const leaving = h("p", { class: "leaving", role: "status" }, h("span"), left);
  const list = h("dl");
  const gone = h("p", { class: "trouble", text: "It is gone.", hidden: true });
  const does = (label, what, role = "operator", danger = false) => h("button", { type: "button", class: danger ? "danger" : null, "data-role": role, text: label,
    on: { click: () => find(pool, id) && what(find(pool, id)) } });
  const acts = { drain: does("Drain…", drain), maintenance: does("Maintenance…", maintenance), ready: does("Ready…", ready),
    weight: does("Weight…", weight), health: does("Health…", override), reset: does("Take back…", reset, "admin"), remove: does("Remove…", remove, "admin", true) };
  const why = h("p", { class: "hint" });
  const close = h("button", { type: "button", text: "Close", on: { click: () => dialog.close() } });
  const link = h("a", { href: `#/connections?${new URLSearchParams({ pool, backend: id })}`, text: "Its connections",
    on: { click: () => dialog.close() } });

  function show() {
    const backend = find(pool, id);
    gone.hidden = Boolean(backend);
    for (const each of Object.values(acts)) each.disabled = !backend;
    if (!backend) return;
    mark(health, backend.health, backend.health);
    text(about.lastChild, `${backend.state}, pool ${backend.pool}`);
    text(load.firstChild, plural(backend.connections.total, "connection"));
    bar(load.lastChild, backend.connections.byNode, backend.connections.total, colour);
    const way = progress(backend);
    leaving.hidden = !way;
    if (way) {
      text(leaving.firstChild, way.words);
      left.max = Math.max(1, way.most);
      left.value = way.most === 0 ? 1 : way.most - way.left;
    }
    acts.drain.hidden = backend.state === "draining";
    acts.maintenance.hidden = backend.state === "maintenance";
    acts.ready.hidden = backend.state === "ready";
    acts.reset.hidden = !Object.keys(backend.overrides ?? {}).length;
    acts.remove.hidden = backend.origin === "file";
    showRights(dialog);
    text(why, whyNot(Object.values(acts)));
    why.hidden = !why.textContent;
    keyed(list, facts(backend), ([name]) => name, () => h("div", {}, h("dt"), h("dd")), (node, [name, value]) => {
      text(node.firstChild, name);
      text(node.lastChild, value);
    });
  }

  const dialog = open(id, [about, load, leaving, gone,
    h("div", { class: "acts", role: "group", "aria-label": "Acts" }, ...Object.values(acts)), why, list,
    h("div", { class: "buttons" }, link, close)], "details");
  dialog.addEventListener("close", watch(show));
  show();
  close.focus();
}
