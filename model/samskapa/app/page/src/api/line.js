// Whether the server is there: a lost connection is said, what is on the screen stays, and work goes on by itself.

import { makeStore } from "../state/store.js";

/** `lost`: no server answers; `busy`: it asked to wait; `working`: requests under way; `version` of the server. */
export const line = makeStore({ lost: false, busy: false, working: 0, version: null });

let waiting = null;

/** Resolves as soon as a server answers and is ready. */
export function serverBack() {
  line.set({ lost: true });
  waiting ??= (async () => {
    for (;;) {
      await pause(1000);
      try {
        const reply = await fetch("api/alive", { cache: "no-store" });
        if (reply.ok && (await reply.json()).ready) break;
      } catch {
        continue; // still away
      }
    }
    waiting = null;
    line.set({ lost: false });
  })();
  return waiting;
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
