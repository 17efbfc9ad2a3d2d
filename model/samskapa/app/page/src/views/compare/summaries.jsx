// What both worlds came to: one number a line, the paired difference and the chance that A is better.

import { inUnit, named, percent, t, unitNote, withInterval } from "../../words/index.js";

const MAIN = [
  "attendance_in_project",
  "attendance_after",
  "trust_final",
  "confidence_final",
  "prediction_final",
  "disappointment_final",
  "worst_off_final",
  "good_state",
  "trap",
];

/** Share of pairs in which A is better: a bar with its number. */
export function Better({ share }) {
  if (share === null || share === undefined) return <span class="soft">–</span>;
  return (
    <span class="better">
      <span class="better-bar" aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      <span>{percent(share)}</span>
    </span>
  );
}

export function Summaries({ meta, frame }) {
  const known = frame.summaries.filter((one) => one.a?.mean !== null || one.b?.mean !== null);
  const main = known.filter((one) => MAIN.includes(one.name));
  const rest = known.filter((one) => !MAIN.includes(one.name));
  return (
    <section class="card">
      <h2>{t("compare.summaries")}</h2>
      <p class="soft">{t("compare.summaries.about")}</p>
      <Rows {...{ meta, frame }} rows={main} />
      {rest.length > 0 && (
        <details class="as-table">
          <summary>{t("compare.summaries.rest", { n: rest.length })}</summary>
          <Rows {...{ meta, frame }} rows={rest} />
        </details>
      )}
    </section>
  );
}

function Rows({ meta, frame, rows }) {
  const paired = rows.some((one) => one.difference);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t("compare.summaries")}>
      <table class="wide-table">
        <caption class="hidden">{t("compare.summaries")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("compare.what")}</th>
            <th scope="col" class="text-a">
              A
            </th>
            {paired && (
              <th scope="col" class="text-b">
                B
              </th>
            )}
            {paired && <th scope="col">{t("compare.difference")}</th>}
            {paired && <th scope="col">{t("compare.a_better")}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.name}>
              <th scope="row" title={meta.summary[one.name]?.meaning}>
                {named("summary", one.name)}
                <span class="soft">{unitNote(one.unit)}</span>
              </th>
              <td>{withInterval(one.a, one.unit)}</td>
              {paired && <td>{withInterval(one.b, one.unit)}</td>}
              {paired && <td>{withInterval(one.difference, one.unit, true)}</td>}
              {paired && (
                <td>
                  <Better share={one.a_better} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const spreadWords = (estimate, unit) => `${inUnit(estimate.p5, unit)} ${t("to")} ${inUnit(estimate.p95, unit)}`;
