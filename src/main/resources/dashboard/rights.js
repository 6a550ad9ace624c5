// Who asks, and what he may do here. Acts that are not for him are seen all the same, and say why; the node decides.

import { attribute } from "./dom.js";
import { say } from "./notice.js";
import { state } from "./store.js";

const ROLES = ["viewer", "operator", "admin"];

const a = (role) => (role === "viewer" ? "a viewer" : `an ${role}`);

/** Why an act is not for whoever asks; null where it is, and as long as nobody knows. */
function barred(role) {
  const caller = state.cluster?.caller;
  if (!caller || ROLES.indexOf(caller.role) >= ROLES.indexOf(role)) return null;
  if (caller.name === "anyone") return "Nothing is changed here without a token; this node's configuration has none (weir.admin.tokens).";
  return `This is for ${a(role)}; ${caller.name} is ${a(caller.role)}.`;
}

/** Who asks, in a word or two; empty where no token is asked for. */
export function asWhom() {
  const caller = state.cluster?.caller;
  if (!caller) return "";
  if (caller.name === "anyone") return caller.role === "admin" ? "" : "read only";
  return `${caller.name}, ${a(caller.role)}`;
}

/** Marks every act (`data-role` says for whom it is) that whoever asks may not do; it can still be come to, and read. */
export function showRights(below = document) {
  for (const button of below.querySelectorAll("button[data-role]")) {
    const why = barred(button.dataset.role);
    attribute(button, "aria-disabled", why ? "true" : null);
    attribute(button, "title", why);
  }
}

/** Why some of these acts are not for whoever asks. */
export function whyNot(buttons) {
  return [...new Set(buttons.filter((each) => !each.hidden).map((each) => barred(each.dataset.role)).filter(Boolean))].join(" ");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[aria-disabled]");
  if (!button) return;
  event.stopPropagation();
  event.preventDefault();
  say(button.title, "warn");
}, true);
