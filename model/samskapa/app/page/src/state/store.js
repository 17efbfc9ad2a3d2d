// The smallest store that will do: a value, patches to it, and who wants to know.

import { useEffect, useState } from "preact/hooks";

/** A store of one object; `set` takes a patch or a function of the present value that gives one. */
export function makeStore(initial) {
  let value = initial;
  const listeners = new Set();
  return {
    get: () => value,
    set(patch) {
      const change = typeof patch === "function" ? patch(value) : patch;
      if (Object.entries(change).every(([key, one]) => Object.is(value[key], one))) return;
      value = { ...value, ...change };
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What `select` takes from a store, drawn anew when it changes. */
export function useStore(store, select = (value) => value) {
  const [, redraw] = useState(0);
  const chosen = select(store.get());
  useEffect(() => {
    let last = select(store.get());
    if (!Object.is(last, chosen)) redraw((n) => n + 1);
    return store.subscribe((value) => {
      const now = select(value);
      if (!Object.is(now, last)) {
        last = now;
        redraw((n) => n + 1);
      }
    });
  }, [store]);
  return chosen;
}
