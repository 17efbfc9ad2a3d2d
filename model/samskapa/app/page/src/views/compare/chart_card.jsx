// One outcome: its chart, its numbers in the chosen week, and the same as a table.

import { useMemo, useState } from "preact/hooks";
import { Chart } from "../../draw/chart.jsx";
import { SIDES, SOFT } from "../../draw/colours.js";
import { axisUnit, inUnit, named, number, percent, signed, t, unitNote } from "../../words/index.js";

/** What of a frame belongs to an outcome: bands of A and B, difference, chance that A is better. */
export function partOf(frame, name) {
  const k = frame?.outcomes.indexOf(name) ?? -1;
  if (k < 0) return null;
  const { a, b, difference, a_better: better } = frame.arrays;
  const rows = (array) => array && Array.from({ length: array.shape[1] }, (_, q) => array.row(k, q));
  return { a: rows(a), b: rows(b), difference: rows(difference), better: better?.row(k) };
}

/** The worlds of a chart. */
export function worldsOf(part, kind) {
  if (!part) return [];
  if (kind === "difference" && part.difference) {
    const [mean, low, high, p5, p95] = part.difference;
    return [{ letter: "A−B", colour: "#5b4b8a", text: SOFT, dash: [], bands: [p5, low, mean, high, p95] }];
  }
  return ["b", "a"]
    .filter((side) => part[side])
    .map((side) => ({
      letter: SIDES[side].letter,
      colour: SIDES[side].line,
      text: SIDES[side].text,
      dash: SIDES[side].dash,
      bands: part[side],
    }));
}

/** The numbers of a week in words. */
export function weekWords(part, unit, week) {
  const one = (side) => part[side]?.[2][week];
  const difference = part.difference?.[0][week];
  return {
    a: inUnit(one("a"), unit),
    b: part.b ? inUnit(one("b"), unit) : null,
    difference: difference === undefined ? null : signed(difference, unit),
    better: part.better && !Number.isNaN(part.better[week]) ? percent(part.better[week]) : null,
  };
}

export function ChartCard({ meta, name, frame, kind, weeks, week, spans, onWeek }) {
  const [open, setOpen] = useState(false);
  const { unit, meaning } = meta.outcome[name];
  const part = useMemo(() => partOf(frame, name), [frame, name]);
  const worlds = useMemo(() => worldsOf(part, kind), [part, kind]);
  const title = named("outcome", name);
  const now = part && weekWords(part, unit, Math.min(week, (part.a[0].length ?? 1) - 1));
  const said = now && t(now.difference ? "spoken.chart" : "spoken.chart.one", { what: title + unitNote(unit), week, ...now });
  const share = unit.startsWith("share");
  return (
    <figure class="card">
      <figcaption>
        <h3 title={meaning}>{title}</h3>
        {now && (
          <p class="now">
            <span class="text-a">A {now.a}</span>
            {now.b && <span class="text-b">B {now.b}</span>}
            {now.difference && <span>{now.difference}</span>}
          </p>
        )}
      </figcaption>
      <p class="axis-note up" aria-hidden="true">
        {axisUnit(unit, kind === "difference")}
      </p>
      {part ? (
        <Chart
          worlds={worlds}
          weeks={weeks}
          unit={unit}
          spans={spans}
          week={week}
          onWeek={onWeek}
          around={kind === "difference"}
          name={said}
          ticks={(value) => tick(value, share, kind)}
        />
      ) : (
        <div class="chart skeleton" aria-hidden="true" />
      )}
      <p class="axis-note" aria-hidden="true">
        <span>{t("axis.weeks")}</span>
      </p>
      {part && (
        <details class="as-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            {t("chart.table")}
            <span class="hidden">: {title}</span>
          </summary>
          {open && <Table {...{ part, unit, weeks }} title={title + unitNote(unit)} />}
        </details>
      )}
    </figure>
  );
}

/** A value of the axis; shares differ by points, which are no per cent. */
const tick = (value, share, kind) =>
  share ? (kind === "difference" ? number(100 * value, 1) : percent(value, 0)) : number(value);

function Table({ part, unit, title, weeks }) {
  const rows = [];
  for (let week = 0; week < weeks; week += 13) rows.push(week);
  if (rows[rows.length - 1] !== weeks - 1) rows.push(weeks - 1);
  const band = (side, week) => {
    const [low, , middle, , high] = part[side].map((row) => row[week]);
    return middle === undefined
      ? "–"
      : `${inUnit(middle, unit)} (${inUnit(low, unit)} ${t("to")} ${inUnit(high, unit)})`;
  };
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={title}>
      <table>
        <caption>{t("chart.table.caption", { what: title })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("axis.week")}</th>
            <th scope="col">A</th>
            {part.b && <th scope="col">B</th>}
            {part.difference && <th scope="col">A−B</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((week) => (
            <tr key={week}>
              <th scope="row">{week}</th>
              <td>{band("a", week)}</td>
              {part.b && <td>{band("b", week)}</td>}
              {part.difference && <td>{signed(part.difference[0][week], unit)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
