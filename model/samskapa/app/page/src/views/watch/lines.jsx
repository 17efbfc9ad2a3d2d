// The curves of this one run, and of the second path; the same weeks as the rooms.

import { useMemo } from "preact/hooks";
import { Chart } from "../../draw/chart.jsx";
import { SIDES } from "../../draw/colours.js";
import { axisUnit, inUnit, named, number, percent, t, unitNote } from "../../words/index.js";

const SHOWN = [
  ["norm", "share"],
  ["trust", "share"],
  ["confidence", "share"],
  ["disappointment", "stock 0 to 2"],
];

export function Lines({ history, second, player }) {
  return (
    <div class="charts small">
      {SHOWN.map(([name, unit]) => (
        <One key={name} {...{ name, unit, history, second, player }} />
      ))}
    </div>
  );
}

function One({ name, unit, history, second, player }) {
  const worlds = useMemo(
    () =>
      [[history, "a"], ...(second ? [[second, "b"]] : [])].map(([one, side]) => ({
        letter: second ? SIDES[side].letter : "",
        colour: SIDES[side].line,
        text: SIDES[side].text,
        dash: SIDES[side].dash,
        line: one.mean(name),
      })),
    [history, second, name],
  );
  const now = worlds.map((one) => inUnit(one.line[Math.min(player.week, one.line.length - 1)], unit));
  return (
    <figure class="card">
      <figcaption>
        <h3>{named("outcome", name)}</h3>
        <p class="now">
          <span class="text-a">{now[0]}</span>
          {now[1] && <span class="text-b">{now[1]}</span>}
        </p>
      </figcaption>
      <p class="axis-note up" aria-hidden="true">
        {axisUnit(unit)}
      </p>
      <Chart
        worlds={worlds}
        weeks={history.weeks}
        unit={unit}
        spans={history.calendar.project}
        week={player.week}
        height={110}
        name={`${named("outcome", name)}${unitNote(unit)}: ${t("week.n", { week: player.week })}, ${now.join(", ")}`}
        ticks={(value) => (unit === "share" ? percent(value) : number(value))}
      />
      <p class="axis-note" aria-hidden="true">
        {t("axis.weeks")}
      </p>
    </figure>
  );
}
