// The start: which page is shown, who is signed in, when what is shown grows old.

import { get, onUnknown, signIn, signOut, token, Trouble } from "./api.js";
import { connectionsPage } from "./connections.js";
import { attribute, field, h, text } from "./dom.js";
import { eventsPage } from "./events.js";
import { showWarnings } from "./notice.js";
import { overviewPage } from "./overview.js";
import { asWhom, showRights } from "./rights.js";
import { start, state, stop, watch } from "./store.js";

const main = document.getElementById("main");
const where = document.getElementById("where");
const pulse = document.getElementById("pulse");
const leave = document.getElementById("sign-out");
let page = null;

const PAGES = { "": overviewPage, connections: connectionsPage, events: eventsPage };

function route(byHand) {
  const [name, query] = location.hash.replace(/^#\/?/, "").split("?");
  page?.leave?.();
  page = (PAGES[name] ?? overviewPage)(query ?? "");
  main.replaceChildren(h("h1", { text: page.title, class: name in PAGES && name ? null : "hidden" }), page.node);
  for (const link of document.querySelectorAll("nav a")) {
    attribute(link, "aria-current", link.getAttribute("href") === `#/${name in PAGES ? name : ""}` ? "page" : null);
  }
  if (byHand) main.focus();
  draw();
}

/** How old what is shown is, in the head and above the page alike. */
function showAge() {
  showWarnings();
  const stale = document.body.classList.contains("stale");
  pulse.className = stale ? "old" : state.streaming ? "live" : "polled";
  text(pulse, stale ? "not answering" : state.streaming ? "live" : state.answered === null ? "" : "every 2 s");
}

function draw() {
  // An answer that was under way when the token was given up is shown to nobody.
  if (!page) return;
  const cluster = state.cluster;
  const whom = asWhom();
  text(where, cluster ? `${cluster.name} · asking ${cluster.self}${whom ? ` · ${whom}` : ""}` : "");
  document.title = cluster ? `${page.title} · ${cluster.name} · Weir` : "Weir";
  leave.hidden = !token();
  page.show();
  showRights();
  showAge();
}

function ask(words = "") {
  stop();
  onUnknown(() => {});
  Object.assign(state, { cluster: null, members: null, listeners: null, pools: null, traffic: null, events: [], answered: null, trouble: null });
  page?.leave?.();
  page = null;
  leave.hidden = true;
  for (const each of document.querySelectorAll("dialog")) each.close();
  text(where, "");
  document.body.classList.remove("stale");
  document.body.classList.add("out");
  document.getElementById("banners").replaceChildren();
  document.getElementById("banners").known = new Map();
  const secret = h("input", { type: "password", autocomplete: "current-password", required: true, spellcheck: "false" });
  const trouble = h("p", { role: "alert", class: "trouble", text: words });
  const button = h("button", { type: "submit", class: "primary", text: "Sign in" });
  const form = h("form", { class: "sign-in" },
    h("h1", { text: "This node asks for a token" }),
    h("p", { text: "One of weir.admin.tokens of its configuration. It stays in this tab until that is closed." }),
    field("Token", secret), trouble, button);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    signIn(secret.value.trim());
    try {
      state.cluster = await get("/api/v1/cluster");
      begin();
      main.focus();
    } catch (failure) {
      if (!(failure instanceof Trouble)) throw failure;
      signOut();
      text(trouble, failure.status === 401 ? "No such token." : failure.message);
      button.disabled = false;
      secret.select();
    }
  });
  main.replaceChildren(form);
  document.title = "Sign in · Weir";
  secret.focus();
}

function begin() {
  document.body.classList.remove("out");
  onUnknown(() => {
    const had = Boolean(token());
    signOut();
    ask(had ? "The token is no longer known here." : "");
  });
  route(false);
  start();
}

/** Shows nothing of the pages before it is known whether this node asks for a token. */
async function first() {
  try {
    state.cluster = await get("/api/v1/cluster");
  } catch (failure) {
    if (!(failure instanceof Trouble)) throw failure;
    if (failure.status === 401) {
      const had = Boolean(token());
      signOut();
      ask(had ? "The token of this tab is not known here." : "");
      return;
    }
    state.trouble = failure;
  }
  begin();
}

window.addEventListener("hashchange", () => page && route(true));
leave.addEventListener("click", () => {
  signOut();
  ask();
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
watch(draw);
setInterval(() => page && showAge(), 1000);
first();
