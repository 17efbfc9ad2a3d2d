// Asking the server. One request of a kind is under way at a time, and the newest question wins.

import { framesOf } from "./frames.js";
import { line, pause, serverBack } from "./line.js";

const tab = Array.from(crypto.getRandomValues(new Uint8Array(9)), (n) => n.toString(36).padStart(2, "0")).join("");

/** What the server refused: `where`, `what`, `allowed`, `nearest`, and the `status`. */
export class Refused extends Error {
  constructor(status, said) {
    super(said.what ?? String(status));
    this.status = status;
    this.said = said;
  }
}

async function post(route, body, signal) {
  for (;;) {
    let reply;
    try {
      reply = await fetch(`api/${route}`, {
        method: "POST",
        signal,
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      await serverBack();
      if (signal?.aborted) throw error;
      continue;
    }
    if (reply.ok) {
      line.set({ busy: false });
      return reply;
    }
    const said = await reply.json().catch(() => ({ what: reply.statusText }));
    if (reply.status !== 429 || route.startsWith("class/join")) throw new Refused(reply.status, said);
    line.set({ busy: true });
    await pause(1000 * Math.max(0.3, Number(reply.headers.get("Retry-After")) || 1));
    if (signal?.aborted) throw new DOMException("superseded", "AbortError");
  }
}

/** A reply in JSON. */
export async function askFor(route, body, signal) {
  return (await post(route, body, signal)).json();
}

/** What the server has at an address, or null while it cannot be had. */
export async function get(route) {
  for (;;) {
    try {
      const reply = await fetch(`api/${route}`);
      if (reply.ok) return await reply.json();
      if (reply.status < 500) throw new Refused(reply.status, await reply.json().catch(() => ({})));
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    await serverBack();
  }
}

/**
 * A place where one kind of question is asked again and again (a slider is dragged). While the first frame of a
 * question is on its way, newer ones wait, and only the newest of them is asked next; after the first frame a
 * newer question stops the older one at once. So the picture keeps moving, and no work is done in vain.
 */
export class Desk {
  constructor(route, name) {
    this.route = route;
    this.client = `${tab}_${name}`;
    this.now = null;
    this.next = null;
  }

  /** Ask. `heard(frame)` for every frame, `refused(error)` when the server says no. */
  ask(body, heard, refused) {
    const question = { body, heard, refused };
    if (this.now && !this.now.heardOnce) {
      this.next = question;
      return;
    }
    this.stop();
    this.run(question);
  }

  stop() {
    this.next = null;
    this.now?.control.abort();
    this.now = null;
  }

  async run(question) {
    const turn = { control: new AbortController(), heardOnce: false };
    this.now = turn;
    line.set({ working: line.get().working + 1 });
    try {
      await this.listen(question, turn);
    } catch (error) {
      if (error instanceof Refused) question.refused?.(error);
      else if (!turn.control.signal.aborted) throw error;
    } finally {
      line.set({ working: line.get().working - 1 });
      if (this.now === turn) {
        this.now = null;
        if (this.next) this.run(this.take());
      }
    }
  }

  async listen(question, turn) {
    for (;;) {
      const reply = await post(this.route, { ...question.body, client: this.client }, turn.control.signal);
      let final = false;
      try {
        for await (const frame of framesOf(reply.body)) {
          if (turn.control.signal.aborted || frame.kind === "superseded") return;
          if (frame.kind === "failed") throw new Refused(422, frame);
          line.set({ busy: frame.busy === true });
          final = frame.final ?? true;
          question.heard(frame);
          turn.heardOnce = true;
          if (this.next) {
            turn.control.abort();
            return;
          }
        }
      } catch (error) {
        if (turn.control.signal.aborted || error instanceof Refused) throw error;
        await serverBack();
        continue;
      }
      if (final) return;
      await serverBack(); // the stream ended in the middle: the server went away
    }
  }

  take() {
    const question = this.next;
    this.next = null;
    return question;
  }
}
