// Nodes are made and filled here only. What comes from outside becomes text, never markup.

/** An element. Properties: `class`, `text`, `on` (listeners by name), else attributes; false and null leave one out. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (name === "text") {
      node.textContent = value;
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Sets a text only where it is another one, so that what is selected or read aloud is left in peace. */
export function text(node, value) {
  const wanted = value === null || value === undefined ? "" : String(value);
  if (node.textContent !== wanted) node.textContent = wanted;
}

/** Sets an attribute only where it is another one; null takes it away. */
export function attribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, String(value));
  }
}

/** Lets `parent` hold one node for each item, in order; nodes are kept by key, so that focus stays where it is. */
export function keyed(parent, items, key, make, show) {
  const known = (parent.known ??= new Map());
  const wanted = new Set();
  let before = null;
  for (const item of items) {
    const name = key(item);
    if (wanted.has(name)) continue;
    wanted.add(name);
    let node = known.get(name);
    if (!node) {
      node = make(item);
      known.set(name, node);
    }
    node.item = item;
    show(node, item);
    const place = before ? before.nextSibling : parent.firstChild;
    if (place !== node) parent.insertBefore(node, place);
    before = node;
  }
  for (const [name, node] of known) {
    if (!wanted.has(name)) {
      handOnFocus(node);
      node.remove();
      known.delete(name);
    }
  }
}

/** What has the focus and is about to go hands it to the like of it in the next row, or else to the page. */
function handOnFocus(going) {
  const at = document.activeElement;
  if (!at || !going.contains(at)) return;
  const like = [...going.querySelectorAll(at.localName)].indexOf(at);
  const next = going.nextElementSibling ?? going.previousElementSibling;
  const heir = next && like >= 0 ? next.querySelectorAll(at.localName)[like] : null;
  focusOrPage(heir);
}

/** Which of two buttons can be pressed; one that can no more hands the focus to the other. */
export function enable(one, canOne, other, canOther) {
  const at = document.activeElement;
  one.disabled = !canOne;
  other.disabled = !canOther;
  if ((at === one || at === other) && at.disabled) focusOrPage(at === one ? other : one);
}

function focusOrPage(node) {
  (node && !node.disabled ? node : document.getElementById("main")).focus();
}

/** A label around a control. */
export const field = (label, control) => h("label", { class: "field" }, h("span", { text: label }), control);

/** A choice of words; `options` are values, or pairs of value and text. */
export function select(options, properties = {}) {
  const node = h("select", properties);
  fill(node, options);
  return node;
}

/** Gives a choice other options and keeps what is chosen, also where it is no longer among them. */
export function fill(node, options) {
  const pairs = options.map((each) => (Array.isArray(each) ? each : [each, each]));
  const chosen = node.value;
  if (chosen && !pairs.some(([value]) => value === chosen)) pairs.push([chosen, chosen]);
  const now = JSON.stringify(pairs);
  if (node.filled === now) return;
  node.filled = now;
  node.replaceChildren(...pairs.map(([value, label]) => h("option", { value, text: label })));
  if (chosen) node.value = chosen;
}
