// The live connections of the whole cluster: asked for by filter and page, never all at once.

import { change, get, path, Trouble } from "./api.js";
import { confirm } from "./dialogs.js";
import { enable, field, fill, h, select, text } from "./dom.js";
import { bytes, clock, listed, span } from "./format.js";
import { showRights } from "./rights.js";
import { state } from "./store.js";
import { table } from "./table.js";

const LIMIT = 50;
const PACE = 4000;
const NAMES = ["pool", "backend", "client", "listener", "node"];

function kill(each, then) {
  confirm({
    title: `End connection ${each.id}?`,
    text: `From ${each.client} through ${each.node} to ${each.backend ?? "no backend yet"}, ${bytes(each.bytesIn)} in and ${bytes(each.bytesOut)} out. Both sides are reset at once.`,
    verb: "End it",
    danger: true,
    act: () => change("DELETE", path("connections", each.id)).finally(then),
    done: () => `Connection ${each.id} was ended`,
  });
}

function rowsTable(then) {
  return table("Live connections", [
    { head: "Connection", show: (cell, each) => text(cell, each.id), class: "mono" },
    { head: "Client", show: (cell, each) => text(cell, each.client), class: "mono two" },
    { head: "Node", show: (cell, each) => text(cell, each.node) },
    { head: "Listener", show: (cell, each) => text(cell, each.listener) },
    {
      head: "Backend",
      class: "inline two",
      make: (cell) => cell.append(h("span"), h("small")),
      show(cell, each) {
        text(cell.firstChild, each.backend ?? "–");
        text(cell.lastChild, each.pool === each.backend ? "" : each.pool);
      },
    },
    { head: "State", show: (cell, each) => text(cell, each.state ?? "–") },
    { head: "Age", number: true, show: (cell, each) => {
      text(cell, span(each.ageMillis));
      cell.title = each.since ? `since ${clock(each.since)}` : "";
    } },
    { head: "Idle", number: true, show: (cell, each) => text(cell, span(each.idleMillis)) },
    { head: "In", number: true, show: (cell, each) => text(cell, bytes(each.bytesIn)) },
    { head: "Out", number: true, show: (cell, each) => text(cell, bytes(each.bytesOut)) },
    {
      head: "Acts",
      silent: true,
      class: "acts",
      make: (cell, row) => cell.append(h("button", { type: "button", class: "small danger", "data-role": "admin", text: "End…", on: { click: () => kill(row.item, then) } })),
      show: (cell, each) => cell.firstChild.setAttribute("aria-label", `End connection ${each.id}`),
    },
  ], (each) => each.id, "No connection matches");
}

/** The page, with filters from its address, `leave()` to end it. */
export function connectionsPage(query) {
  const controls = {
    pool: select([["", "all"]]),
    backend: h("input", { type: "text", placeholder: "id" }),
    client: h("input", { type: "text", placeholder: "address" }),
    listener: h("input", { type: "text", placeholder: "name" }),
    node: select([["", "all"]]),
  };
  const start = new URLSearchParams(query);
  for (const name of NAMES) {
    if (controls[name].tagName === "SELECT") fill(controls[name], [["", "all"], ...(start.get(name) ? [start.get(name)] : [])]);
    controls[name].value = start.get(name) ?? "";
  }
  const summary = h("p", { role: "status", class: "hint" });
  const trouble = h("p", { role: "alert", class: "trouble" });
  const rows = rowsTable(() => ask());
  const before = h("button", { type: "button", class: "small", text: "First page", on: { click: () => turn(null) } });
  const after = h("button", { type: "button", class: "small", text: "Next page", on: { click: () => turn(next) } });
  let cursor = null;
  let next = null;
  let timer = null;
  let asked = 0;
  let left = false;

  function turn(to) {
    cursor = to;
    ask();
  }

  async function ask() {
    clearTimeout(timer);
    if (left) return;
    const mine = ++asked;
    const wanted = new URLSearchParams();
    for (const name of NAMES) if (controls[name].value.trim()) wanted.set(name, controls[name].value.trim());
    const began = performance.now();
    if (!document.hidden) {
      try {
        wanted.set("limit", LIMIT);
        if (cursor) wanted.set("after", cursor);
        const answer = await get(`/api/v1/connections?${wanted}`);
        if (mine !== asked || left) return;
        show(answer);
      } catch (failure) {
        if (!(failure instanceof Trouble)) throw failure;
        if (mine !== asked || left) return;
        text(trouble, `${failure.title}: ${failure.message}`);
        // Where there was no answer the page says how old its rows are; a refusal leaves none that were asked for.
        if (failure.status) showNone();
      }
    }
    timer = setTimeout(ask, Math.max(PACE, 12 * (performance.now() - began)));
  }

  function showNone() {
    rows.show([]);
    rows.node.hidden = true;
    text(summary, "");
    enable(before, Boolean(cursor), after, false);
  }

  function show(answer) {
    rows.node.hidden = false;
    text(trouble, answer.unanswered?.length ? `${listed(answer.unanswered)} did not answer; connections through ${answer.unanswered.length > 1 ? "them" : "it"} are missing.` : "");
    rows.show(answer.connections);
    showRights(rows.node);
    next = answer.next ?? null;
    const many = answer.connections.length;
    text(summary, `${many} shown${next ? ", there are more" : ""}${cursor ? ", a later page" : ""}`);
    enable(before, Boolean(cursor), after, Boolean(next));
  }

  const form = h("form", { class: "filters", "aria-label": "Which connections" },
    field("Pool", controls.pool), field("Backend", controls.backend), field("Client", controls.client),
    field("Listener", controls.listener), field("Node", controls.node), h("button", { type: "submit", text: "Show" }));
  const again = (event) => {
    event.preventDefault();
    const wanted = new URLSearchParams();
    for (const name of NAMES) if (controls[name].value.trim()) wanted.set(name, controls[name].value.trim());
    history.replaceState(null, "", `#/connections${wanted.size ? `?${wanted}` : ""}`);
    turn(null);
  };
  form.addEventListener("submit", again);
  form.addEventListener("change", again);
  ask();
  return {
    title: "Connections",
    node: h("section", {}, form, trouble, rows.node, h("div", { class: "pager" }, before, summary, after)),
    show() {
      fill(controls.pool, [["", "all"], ...(state.pools ?? []).map((pool) => pool.name)]);
      fill(controls.node, [["", "all"], ...(state.cluster?.nodes ?? []).map((node) => node.name)]);
    },
    leave() {
      left = true;
      clearTimeout(timer);
    },
  };
}
