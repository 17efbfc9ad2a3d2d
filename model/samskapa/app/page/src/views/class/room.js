// A seat in a room: kept for this tab, so that a reload or a restart of the server loses nothing.

import { useEffect, useState } from "preact/hooks";
import { askFor, Refused } from "../../api/ask.js";

const NAME = "samskapa seat";
const EVERY = 1500;

export function kept() {
  return JSON.parse(sessionStorage.getItem(NAME) ?? "null");
}

export function keep(seat) {
  if (seat) sessionStorage.setItem(NAME, JSON.stringify(seat));
  else sessionStorage.removeItem(NAME);
}

/** The question of a lesson that a key names. */
export function questionOf(lessons, key) {
  for (const lesson of lessons) {
    const step = lesson.steps.find((one) => one.key === key);
    if (step) return { lesson, step };
  }
  return null;
}

/** The state of the room, asked again and again; `act(route, more)` does something and shows the new state. */
export function useRoom(token, onClosed) {
  const [state, setState] = useState(null);
  const [problem, setProblem] = useState(null);
  const key = JSON.stringify(token);
  useEffect(() => {
    const control = new AbortController();
    let timer = 0;
    async function look() {
      try {
        const next = await askFor("class/state", token, control.signal);
        if (control.signal.aborted) return;
        setState(next);
      } catch (error) {
        if (control.signal.aborted) return;
        if (!(error instanceof Refused)) throw error;
        if (error.status === 404 || error.status === 410) {
          onClosed();
          return;
        }
        setProblem(error);
      }
      timer = setTimeout(look, EVERY);
    }
    look();
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [key]);
  async function act(route, more = {}) {
    try {
      setState(await askFor(`class/${route}`, { ...token, ...more }));
      setProblem(null);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error);
    }
  }
  return { state, problem, act };
}
