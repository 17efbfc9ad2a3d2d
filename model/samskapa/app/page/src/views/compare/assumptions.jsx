// The same comparison in many worlds of assumptions: does the answer hang on what nobody has measured?

import { useState } from "preact/hooks";
import { useStream } from "../../api/ensemble.js";
import { refusal } from "../../controls/scenario_file.jsx";
import { asked, mostRuns } from "../../state/worlds.js";
import { named, number, percent, t } from "../../words/index.js";

const LOOKED_AT = [
  "attendance_after",
  "trust_final",
  "confidence_final",
  "disappointment_final",
  "worst_off_final",
  "good_state",
];

export function Assumptions({ meta, a, b, people, chance }) {
  const [wanted, setWanted] = useState(null);
  const question = {
    a: asked(meta, a),
    b: asked(meta, b),
    worlds: Math.min(96, mostRuns(meta, a, b)),
    switches: true,
    programme_seed: people,
    first_seed: chance,
    summaries: LOOKED_AT.filter((name) => meta.summary[name]),
  };
  const { frame, problem, fresh } = useStream("assumptions", "assumptions", wanted);
  const stale = wanted && JSON.stringify(wanted) !== JSON.stringify(question);
  const working = wanted && (!fresh || !frame?.final) && !problem;
  return (
    <section class="card assumptions" aria-busy={Boolean(working)}>
      <h2>{t("assumptions.title")}</h2>
      <p>{t("assumptions.about")}</p>
      <p>
        <button type="button" class="main-button" disabled={working && !stale} onClick={() => setWanted(question)}>
          {t(stale ? "assumptions.again" : "assumptions.ask")}
        </button>
        {working && (
          <span class="soft" role="status">
            {" "}
            {frame && fresh
              ? t("assumptions.progress", { worlds: frame.worlds, asked: frame.asked })
              : t("state.working")}
          </span>
        )}
      </p>
      {problem && (
        <p class="problem" role="alert">
          {refusal(problem)}
        </p>
      )}
      {stale && frame && <p class="note">{t("assumptions.stale")}</p>}
      {frame && <Answer meta={meta} frame={frame} />}
    </section>
  );
}

function Answer({ meta, frame }) {
  return (
    <div>
      <p>
        {t("assumptions.varied", {
          n: frame.varied.length,
          switches: frame.switches_varied.length,
          worlds: frame.worlds,
        })}
      </p>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("assumptions.title")}>
        <table class="wide-table">
          <caption class="hidden">{t("assumptions.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("compare.what")}</th>
              <th scope="col">{t("assumptions.stays")}</th>
              <th scope="col" class="drawn">
                {t("assumptions.spread")}
              </th>
              <th scope="col" class="words">
                {t("assumptions.matters")}
              </th>
            </tr>
          </thead>
          <tbody>
            {frame.summaries.map((one, k) => (
              <tr key={one.name}>
                <th scope="row" title={meta.summary[one.name]?.meaning}>
                  {named("summary", one.name)}
                </th>
                <td>
                  {one.a_better?.share === null || !one.a_better
                    ? "–"
                    : `${percent(one.a_better.share)} [${number(100 * one.a_better.low, 0)}–${number(100 * one.a_better.high, 0)}]`}
                </td>
                <td class="drawn">
                  <Strip values={frame.arrays.difference.row(k)} />
                </td>
                <td class="words">
                  {one.matters
                    .slice(0, 3)
                    .map((lever) => named("lever", lever.name))
                    .join(", ") || "–"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Every world of assumptions as a mark on the line of differences. */
function Strip({ values }) {
  const known = values.filter((one) => !Number.isNaN(one));
  const reach = Math.max(1e-9, ...known.map(Math.abs));
  return (
    <svg viewBox="0 0 200 18" width="200" height="18" aria-hidden="true">
      <path d="M100 0V18" stroke="#55606a" />
      {known.map((value, n) => (
        <path
          key={n}
          d={`M${100 + (95 * value) / reach} 4V14`}
          stroke={value >= 0 ? "#0072b2" : "#d55e00"}
          stroke-opacity=".45"
          stroke-width="1.6"
        />
      ))}
    </svg>
  );
}
