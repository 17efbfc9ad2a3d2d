// Who became different between two worlds, when, and through whom: a map of weeks with lines from person to person.

import { useEffect, useMemo, useState } from "preact/hooks";
import { askFor } from "../../api/ask.js";
import { asked, weeksOf } from "../../state/worlds.js";
import { t } from "../../words/index.js";
import { lessonWorld, Sides } from "./show_bands.jsx";

const WAYS = ["itself", "peers", "own worker", "service", "programme"];
const TONES = {
  itself: "#d55e00",
  peers: "#1f7a70",
  "own worker": "#0072b2",
  service: "#9b4f88",
  programme: "#7a7a7a",
};
const WIDTH = 640;
const LEFT = 20;
const STEPS = [1, 2, 4, 8, 13, 26, 52];

export function WhoChanged({ meta, lesson, show }) {
  const [answer, setAnswer] = useState(null);
  const a = lessonWorld(lesson, show.a);
  useEffect(() => {
    const control = new AbortController();
    askFor(
      "who_changed",
      {
        a: asked(meta, a),
        b: asked(meta, lessonWorld(lesson, show.b)),
        programme_seed: 1,
        chance_seed: show.chance_seed ?? 1,
      },
      control.signal,
    ).then(setAnswer, (error) => {
      if (!control.signal.aborted) throw error;
    });
    return () => control.abort();
  }, []);
  if (!answer)
    return (
      <section class="shown">
        <Sides lesson={lesson} a={show.a} b={show.b} />
        <div class="skeleton" aria-hidden="true" />
      </section>
    );
  return (
    <section class="shown">
      <Sides lesson={lesson} a={show.a} b={show.b} />
      <p>
        <strong>{t("who.count", { changed: answer.changed, residents: answer.residents })}</strong>
      </p>
      <Picture people={answer.people} weeks={weeksOf(meta, a)} />
      <p class="axis-note who-weeks" aria-hidden="true">
        {t("axis.weeks")}
      </p>
      <ul class="ways">
        {WAYS.filter((way) => answer.people.some((one) => one.through === way)).map((way) => (
          <li key={way}>
            <Sign way={way} /> {t(`who.${way.replace(" ", "_")}`)}:{" "}
            {answer.people.filter((one) => one.through === way).length}
          </li>
        ))}
      </ul>
      <details class="as-table">
        <summary>{t("chart.table")}</summary>
        <ol class="events" tabIndex={0} aria-label={t("chart.table")}>
          {answer.people.map((one) => (
            <li key={one.person}>
              {t("week.n", { week: one.week })}: {t("watch.resident", { number: one.person })},{" "}
              {t(`who.${one.through.replace(" ", "_")}`)}
              {one.whom.length > 0 && ` (${one.whom.join(", ")})`}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Shape({ way, x, y, size = 6 }) {
  const fill = TONES[way];
  if (way === "own worker") return <rect x={x - size} y={y - size} width={2 * size} height={2 * size} fill={fill} />;
  if (way === "itself")
    return (
      <path
        d={`M${x} ${y - size * 1.3}l${size * 1.3} ${size * 1.3}l${-size * 1.3} ${size * 1.3}l${-size * 1.3} ${-size * 1.3}z`}
        fill={fill}
      />
    );
  if (way === "service")
    return <path d={`M${x} ${y - size * 1.2}l${size * 1.2} ${size * 2.1}h${-size * 2.4}z`} fill={fill} />;
  return <circle cx={x} cy={y} r={size} fill={way === "programme" ? "#fff" : fill} stroke={fill} stroke-width="2" />;
}

const Sign = ({ way }) => (
  <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true">
    <Shape way={way} x={10} y={10} />
  </svg>
);

function Picture({ people, weeks }) {
  const span = useMemo(() => spanOf(people, weeks), [people, weeks]);
  const places = useMemo(() => placed(people, span), [people, span]);
  const height = 60 + 16 * Math.max(1, ...[...places.values()].map((one) => one.row + 1));
  return (
    <svg
      class="who"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={t("who.spoken", { changed: people.length })}
    >
      {ticksOf(span).map((week) => (
        <g key={week}>
          <path d={`M${xOf(week, span)} 10V${height - 22}`} stroke="#dfe3e4" />
          <text class="tick-text" x={xOf(week, span)} y={height - 6} text-anchor="middle">
            {week}
          </text>
        </g>
      ))}
      {people.flatMap((one) =>
        one.whom
          .filter((other) => places.has(other))
          .map((other) => {
            const from = places.get(other);
            const to = places.get(one.person);
            return (
              <path
                key={`${one.person}-${other}`}
                d={`M${from.x} ${from.y}Q${(from.x + to.x) / 2} ${Math.min(from.y, to.y) - 18} ${to.x} ${to.y}`}
                fill="none"
                stroke="#55606a"
                stroke-opacity=".35"
              />
            );
          }),
      )}
      {people.map((one) => (
        <Shape key={one.person} way={one.through} {...places.get(one.person)} />
      ))}
    </svg>
  );
}

/** The weeks in which somebody becomes different, with a margin. */
function spanOf(people, weeks) {
  const all = people.map((one) => one.week);
  if (!all.length) return [0, weeks - 1];
  const first = Math.min(...all);
  const last = Math.max(...all);
  const margin = Math.max(2, Math.round(0.04 * (last - first)));
  return [Math.max(0, first - margin), Math.min(weeks - 1, last + margin)];
}

function ticksOf([first, last]) {
  const step = STEPS.find((one) => (last - first) / one <= 9) ?? 104;
  const ticks = [];
  for (let week = Math.ceil(first / step) * step; week <= last; week += step) ticks.push(week);
  return ticks;
}

const xOf = (week, [first, last]) => LEFT + ((WIDTH - 2 * LEFT) * (week - first)) / Math.max(1, last - first);

/** People at their weeks, stacked where weeks are close. */
function placed(people, span) {
  const rows = [];
  const places = new Map();
  for (const one of [...people].sort((p, q) => p.week - q.week)) {
    const x = xOf(one.week, span);
    let row = rows.findIndex((end) => end < x - 15);
    if (row < 0) row = rows.length;
    rows[row] = x;
    places.set(one.person, { x, y: 24 + 16 * row, row });
  }
  return places;
}
