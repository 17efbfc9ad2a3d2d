// Several worlds as rows: what each came to, with its interval; and how one's own order compares.

import { useState } from "preact/hooks";
import { useEnsemble } from "../../api/ensemble.js";
import { named, t, unitNote, withInterval } from "../../words/index.js";
import { entryOf } from "../../state/worlds.js";
import { lessonWorld } from "./show_bands.jsx";

/** Two worlds asked together; what they gave is handed up. */
function Pair({ meta, lesson, names, show, onFound }) {
  const [a, b] = names.map((name) => name && lessonWorld(lesson, name));
  const { frame } = useEnsemble(meta, `worlds_${names.join("_")}`, {
    a,
    b,
    outcomes: ["norm"],
    runs: show.runs ?? 64,
    chance: show.chance_seed ?? 1,
    services: false,
  });
  if (frame) onFound(names, frame);
  return null;
}

export function Worlds({ meta, lesson, show, step, given }) {
  const [found, setFound] = useState({});
  const pairs = [];
  for (let n = 0; n < show.worlds.length; n += 2) pairs.push([show.worlds[n], show.worlds[n + 1]]);
  const hear = (names, frame) => {
    if (found[names[0]]?.frame === frame) return;
    const next = { [names[0]]: { frame, side: "a" } };
    if (names[1]) next[names[1]] = { frame, side: "b" };
    queueMicrotask(() => setFound((old) => ({ ...old, ...next })));
  };
  const value = (world, name) => {
    const one = found[world];
    return one?.frame.summaries.find((summary) => summary.name === name)?.[one.side];
  };
  const done = Object.values(found).every((one) => one.frame.final) && Object.keys(found).length === show.worlds.length;
  return (
    <section class="shown" aria-busy={!done}>
      {pairs.map((names) => (
        <Pair key={names.join()} {...{ meta, lesson, names, show }} onFound={hear} />
      ))}
      {show.summaries.map((name) => (
        <Rows key={name} {...{ meta, lesson, show, name, value }} />
      ))}
      {!done && (
        <p class="soft" role="status">
          {t("state.working")}
        </p>
      )}
      {done && <OwnOrder {...{ meta, lesson, step, given, value }} worlds={show.worlds} />}
    </section>
  );
}

/** What is a share of services, and of runs where there is one house only. */
const OF_ONE_HOUSE = new Set(["good_state", "trap"]);

function Rows({ meta, lesson, show, name, value }) {
  const { unit } = meta.summary[name];
  const alone = show.worlds.every((world) => entryOf(meta, lessonWorld(lesson, world)).services.length === 1);
  const title = alone && OF_ONE_HOUSE.has(name) ? t(`summary.${name}.one`) : named("summary", name);
  const most = unit.startsWith("share")
    ? 1
    : Math.max(1e-9, ...show.worlds.map((world) => value(world, name)?.high ?? 0));
  const place = (x) => `${100 * Math.min(1, Math.max(0, x / most))}%`;
  return (
    <div class="card">
      <table class="world-rows">
        <caption>
          <strong>{title}</strong>
          {unitNote(unit)}
        </caption>
        <tbody>
          {show.worlds.map((world) => {
            const one = value(world, name);
            return (
              <tr key={world}>
                <th scope="row">{t(lesson.labels[world])}</th>
                <td class="bar-cell">
                  <span class="reach" aria-hidden="true">
                    {one && one.mean !== null && <span class="reach-bar" style={{ width: place(one.mean) }} />}
                    {one && one.low !== null && (
                      <span
                        class="reach-interval"
                        style={{ left: place(one.low), width: `calc(${place(one.high)} - ${place(one.low)})` }}
                      />
                    )}
                  </span>
                </td>
                <td>{one ? withInterval(one, unit) : "…"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The order one predicted beside the order of the model. */
function OwnOrder({ meta, lesson, step, given, value, worlds }) {
  const asked = lesson.steps
    .slice(0, lesson.steps.indexOf(step))
    .reverse()
    .find((one) => one.kind === "order" && one.items.every((item) => worlds.includes(item)));
  const mine = asked && given[asked.key];
  if (!mine) return null;
  const good = meta.summary[asked.summary].good || 1;
  const model = [...asked.items].sort(
    (p, q) => good * ((value(q, asked.summary)?.mean ?? 0) - (value(p, asked.summary)?.mean ?? 0)),
  );
  const line = (order) => order.map((item) => t(lesson.labels[item])).join(" › ");
  return (
    <div class="note">
      <p>{t("learn.your_order", { order: line(mine) })}</p>
      <p>{t("learn.model_order", { order: line(model) })}</p>
    </div>
  );
}
