// The last events, the newest on top.

import { field, fill, h, select, text } from "./dom.js";
import { clock, told } from "./format.js";
import { state } from "./store.js";
import { pager, table } from "./table.js";

/** Which mark an event has, by its name: this page knows no list of them, so that it need not follow each new one. */
export function kind(event) {
  const { health, to, field, new: value } = event.details ?? {};
  const words = `${event.type} ${health ?? to ?? ""} ${field === "paused" && value === "true" ? "paused" : ""}`;
  if (/unreachable|down|lost|failed|conflict|skew|removed|cut|error|ejected|killed|refused/.test(words)) return "down";
  if (/drain|paused|maintenance|removing|leav|restart|divergent/.test(words)) return "hold";
  if (/up|joined|reachable|ready|resumed|added|merged/.test(words)) return "up";
  return "unknown";
}

function eventsTable(caption) {
  return table(caption, [
    { head: "Time", class: "time", make: (cell) => cell.append(h("time")), show(cell, event) {
      text(cell.firstChild, clock(event.time));
      cell.firstChild.dateTime = event.time;
      cell.firstChild.title = event.time;
    } },
    { head: "Node", class: "two", show: (cell, event) => text(cell, event.node) },
    { head: "Event", class: "full", make: (cell) => cell.append(h("span")), show(cell, event) {
      cell.firstChild.className = `mark ${kind(event)}`;
      text(cell.firstChild, event.type);
    } },
    { head: "Details", class: "wide", show: (cell, event) => text(cell, told(event.details)) },
  ], (event) => event.id, "No event yet");
}

/** The newest few, for the overview. */
export function lastEvents(most) {
  const rows = eventsTable("Last events");
  return { node: rows.node, show: () => rows.show(state.events.slice(0, most)) };
}

export function eventsPage() {
  const wanted = h("input", { type: "search", placeholder: "backend, member, name of who did it", on: { input: () => again() } });
  const type = select([["", "every kind"]], { on: { change: () => again() } });
  const node = select([["", "every node"]], { on: { change: () => again() } });
  const rows = eventsTable("Events");
  const pages = pager(50, () => page.show());
  const again = () => {
    pages.first();
    page.show();
  };
  const options = (first, words) => [["", first], ...[...new Set(words)].sort()];
  const page = {
    title: "Events",
    node: h("section", {},
      h("div", { class: "filters" }, field("Containing", wanted), field("Kind", type), field("Node", node)),
      rows.node, pages.node,
      h("p", { class: "hint", text: "Nodes keep their last events only; the log on standard error has them all." })),
    show() {
      type.value ||= "";      fill(type, options("every kind", state.events.map((each) => each.type)));
      fill(node, options("every node", state.events.map((each) => each.node)));
      const words = wanted.value.trim().toLowerCase();
      rows.show(pages.part(state.events.filter((each) =>
        (!type.value || each.type === type.value) && (!node.value || each.node === node.value)
        && (!words || `${each.type} ${told(each.details)}`.toLowerCase().includes(words)))));
    },
  };
  return page;
}
