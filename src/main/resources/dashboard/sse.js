// Server-sent events over fetch: an EventSource can send no header, and the token goes nowhere else.

/** Takes text as it comes and gives the events that are complete. Pure. */
export class Parser {
  #rest = "";
  #data = [];
  #type = "";
  id = "";

  /** The events that this text completes: `{ id, type, data }`. */
  push(text) {
    const events = [];
    const all = this.#rest + text;
    // A carriage return at the end may be half a line end.
    const held = all.endsWith("\r") ? 1 : 0;
    const lines = all.slice(0, all.length - held).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() + (held ? "\r" : "");
    for (const line of lines) this.#line(line, events);
    return events;
  }

  #line(line, events) {
    if (line === "") {
      if (this.#data.length) events.push({ id: this.id, type: this.#type || "message", data: this.#data.join("\n") });
      this.#data = [];
      this.#type = "";
      return;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") this.#data.push(value);
    else if (name === "event") this.#type = value;
    else if (name === "id" && !value.includes("\0")) this.id = value;
  }
}

/** Reads one stream to its end; returns the id to go on from. */
export async function read(response, lastId, each) {
  const parser = new Parser();
  parser.id = lastId;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return parser.id;
      for (const event of parser.push(value)) each(event);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
