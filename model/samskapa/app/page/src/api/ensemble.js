// Two worlds on the same chance, asked whenever they change; the rough answer comes first and sharpens.

import { useEffect, useMemo, useState } from "preact/hooks";
import { asked } from "../state/worlds.js";
import { Desk } from "./ask.js";

/** `{frame, problem}` of a question; `question` null asks nothing. The last frame stays while a new one is on its way. */
export function useStream(route, name, question) {
  const desk = useMemo(() => new Desk(route, name), [route, name]);
  const [answer, setAnswer] = useState({ frame: null, problem: null, of: null });
  const key = question && JSON.stringify(question);
  useEffect(() => {
    if (!key) return;
    desk.ask(
      JSON.parse(key),
      (frame) => setAnswer({ frame, problem: null, of: key }),
      (problem) => setAnswer((old) => ({ ...old, problem, of: key })),
    );
  }, [key]);
  useEffect(() => () => desk.stop(), [desk]);
  return { ...answer, fresh: answer.of === key };
}

/** An ensemble of one or two worlds. */
export function useEnsemble(meta, name, { a, b, outcomes, runs, first = 16, people = 1, chance = 1, services = true }) {
  return useStream(
    "ensemble",
    name,
    a && {
      a: asked(meta, a),
      b: b ? asked(meta, b) : null,
      runs,
      first: Math.min(first, runs),
      outcomes,
      services,
      programme_seed: people,
      first_seed: chance,
    },
  );
}
