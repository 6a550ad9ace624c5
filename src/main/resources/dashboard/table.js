// Tables that become cards on narrow screens. The roles are said outright because a changed layout takes them away.

import { enable, h, keyed, text } from "./dom.js";

/**
 * A table. Columns have `head`, `make(cell, row)` once a cell, `show(cell, item)` at each update, and `number` where digits
 * should stand below each other. `key` names an item for as long as it is shown.
 */
export function table(caption, columns, key, none = "None") {
  const body = h("tbody", { role: "rowgroup" });
  const empty = h("p", { class: "none" });
  const head = h("tr", { role: "row" }, ...columns.map((column) =>
    h("th", { role: "columnheader", scope: "col", class: column.number ? "number" : null },
      column.silent ? h("span", { class: "hidden", text: column.head }) : column.head)));
  const node = h("table", { role: "table" },
    h("caption", { class: "hidden", text: caption }),
    h("thead", { role: "rowgroup" }, head), body);

  const make = () => {
    const row = h("tr", { role: "row" });
    columns.forEach((column, index) => {
      const cell = h(index === 0 ? "th" : "td", {
        role: index === 0 ? "rowheader" : "cell",
        scope: index === 0 ? "row" : null,
        class: [column.number ? "number" : "", column.class ?? ""].join(" ").trim() || null,
        "data-head": column.silent || index === 0 ? null : column.head,
      });
      column.make?.(cell, row);
      row.append(cell);
    });
    return row;
  };
  const show = (row, item) => columns.forEach((column, index) => column.show?.(row.children[index], item));

  return {
    node: h("div", { class: "table" }, node, empty),
    /** `words` stand where there is no item. */
    show(items, words = none) {
      keyed(body, items, key, make, show);
      text(empty, words);
      node.hidden = items.length === 0;
      empty.hidden = items.length > 0;
    },
  };
}

/** The part of a list that is looked at, and how to get at the others. `changed` is called after a step. */
export function pager(size, changed) {
  let page = 0;
  const label = h("span", { role: "status" });
  const step = (by) => () => {
    page += by;
    changed();
  };
  const back = h("button", { type: "button", class: "small", text: "Previous", on: { click: step(-1) } });
  const on = h("button", { type: "button", class: "small", text: "Next", on: { click: step(1) } });
  const node = h("div", { class: "pager", hidden: true }, back, label, on);
  return {
    node,
    first() {
      page = 0;
    },
    part(items) {
      page = Math.max(0, Math.min(page, Math.ceil(items.length / size) - 1));
      const from = page * size;
      node.hidden = items.length <= size;
      const words = `${from + 1} to ${Math.min(from + size, items.length)} of ${items.length}`;
      if (label.textContent !== words) label.textContent = words;
      enable(back, page > 0, on, from + size < items.length);
      return items.slice(from, from + size);
    },
  };
}

/** Connections by node as one bar; `most` is what fills it. `colour` gives a node's class. */
export function bar(node, byNode, most, colour) {
  const parts = Object.entries(byNode).filter(([, number]) => number > 0);
  keyed(node, parts, ([name]) => name, () => h("i"), (part, [name, number]) => {
    part.className = colour(name);
    part.style.width = `${(100 * number) / Math.max(most, 1)}%`;
  });
  const words = parts.length ? parts.map(([name, number]) => `${name} ${number}`).join(", ") : "none";
  if (node.title !== words) {
    node.title = words;
    node.setAttribute("aria-label", `by node: ${words}`);
  }
}

/** An empty bar. */
export const emptyBar = () => h("span", { class: "bar", role: "img" });

/** A word with a mark whose shape, not only its colour, tells what it means. */
export function mark(node, kind, word) {
  const name = `mark ${kind}`;
  if (node.className !== name) node.className = name;
  if (node.textContent !== word) node.textContent = word;
}
