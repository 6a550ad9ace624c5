// Nothing is changed without a second look: each act is described in a dialog, done there, and its refusal told there.

import { Trouble } from "./api.js";
import { h } from "./dom.js";
import { listed } from "./format.js";
import { say } from "./notice.js";

let number = 0;

/** Opens a dialog over the page; it is gone when it is closed, and focus goes back to where it was. */
export function open(title, content, className = null) {
  const id = `dialog-${++number}`;
  const before = document.activeElement;
  const heading = h("h2", { id, text: title });
  const dialog = h("dialog", { "aria-labelledby": id, class: className }, heading, ...content);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
    else if (document.activeElement === document.body) document.getElementById("main").focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** What was answered to a change, where it says more than that it is done. */
function reservations(answer) {
  const all = [];
  if (answer?.durable === false) all.push("it is not on this node's disk");
  if (answer?.unconfirmed?.length) all.push(`${listed(answer.unconfirmed)} ${answer.unconfirmed.length > 1 ? "have" : "has"} not confirmed it yet`);
  return all.length ? `; ${listed(all)}` : "";
}

/**
 * Asks before an act: `title`, `text` (what it means), `fields` (nodes), `verb` (the button), `danger`, `act()` which does
 * it, and `done()`, what is said then.
 */
export function confirm({ title, text, fields = [], verb, danger = false, act, done }) {
  const trouble = h("div", { role: "alert", class: "trouble" });
  const go = h("button", { type: "submit", class: danger ? "danger" : "primary", text: verb });
  const cancel = h("button", { type: "button", text: "Cancel", on: { click: () => dialog.close() } });
  const form = h("form", { method: "dialog" }, h("p", { text }), ...fields, trouble, h("div", { class: "buttons" }, cancel, go));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.replaceChildren();
    go.disabled = true;
    try {
      const answer = await act();
      dialog.close();
      const more = reservations(answer);
      say(`${done()}${more}.`, more ? "warn" : "done");
    } catch (failure) {
      if (!(failure instanceof Trouble)) throw failure;
      trouble.replaceChildren(
        h("p", {}, h("strong", { text: failure.title }), ` ${failure.message}`),
        ...failure.errors.map((each) => h("p", { text: each })),
      );
    } finally {
      go.disabled = false;
    }
  });
  const dialog = open(title, [form]);
  // What destroys is not what a hasty Enter does.
  (fields.length ? form.querySelector("input, select") : danger ? cancel : go)?.focus();
  return dialog;
}
