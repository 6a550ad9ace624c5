// Numbers and times as people read them. Pure.

const NONE = "–";
const known = (value) => value !== null && value !== undefined && !Number.isNaN(value);

/** 1234567 as `1 234 567`, with narrow spaces that do not break. */
export function count(value) {
  return known(value) ? String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f") : NONE;
}

/** Bytes in powers of 1000, three digits at most. */
export function bytes(value) {
  if (!known(value)) return NONE;
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let rest = value;
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${short(unit === 0 ? Math.round(rest) : rest)} ${units[unit]}`;
}

/** Bytes a second. */
export const throughput = (value) => (known(value) ? `${bytes(value)}/s` : NONE);

/** How many a second. */
export const frequency = (value) => (known(value) ? `${value < 999.5 ? short(value) : count(value)}/s` : NONE);

function short(value) {
  if (value === 0) return "0";
  if (value < 0.095) return "<0.1";
  return value < 9.95 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}

/** A span of milliseconds with its two greatest units. */
export function span(millis) {
  if (!known(millis)) return NONE;
  const seconds = Math.max(0, Math.floor(millis / 1000));
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [name, size] = units[first];
  const whole = Math.floor(seconds / size);
  const next = units[first + 1];
  const rest = next && name !== "min" ? Math.floor((seconds - whole * size) / next[1]) : 0;
  return rest > 0 ? `${whole} ${name} ${rest} ${next[0]}` : `${whole} ${name}`;
}

/** A latency in milliseconds. */
export const millis = (value) => (known(value) && value > 0 ? `${short(value)} ms` : NONE);

/** The time of day of an instant, with the date where it is not today's. */
export function clock(time, now = new Date()) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return NONE;
  const two = (value) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const today = at.toDateString() === now.toDateString();
  return `${today ? "" : `${day} `}${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** The milliseconds of a duration as the API writes them: `5m`, `30s`, `250ms`; null for anything else. */
export function duration(written) {
  const match = /^\s*(\d+)\s*(ms|s|m|h|d)\s*$/.exec(written ?? "");
  return match ? Number(match[1]) * { ms: 1, s: 1000, m: 60000, h: 3600000, d: 86400000 }[match[2]] : null;
}

/** `1 connection`, `2 connections`. */
export const plural = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;

/** `a, b and c`. */
export const listed = (words) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;

/** What an event tells beside its name: its details as `name value`. */
export function told(details) {
  return Object.entries(details ?? {})
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join(" · ");
}
