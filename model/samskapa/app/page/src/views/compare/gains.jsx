// Who gains and who does not; promises; what it costs.

import { useState } from "preact/hooks";
import { inUnit, named, number, serviceName, t, unitNote, unitWord, withInterval } from "../../words/index.js";
import { Better } from "./summaries.jsx";

/** By service, and the fifth that was worst off before. */
export function Services({ meta, frame }) {
  const names = Object.keys(frame.services[0]?.outcomes ?? {});
  const [chosen, setChosen] = useState("trust");
  const name = names.includes(chosen) ? chosen : names[0];
  const worst = frame.worst_off;
  if (!name && !worst?.difference) return null;
  const unit = meta.outcome[name]?.unit ?? "share";
  const rows = frame.services.map((one) => ({ title: serviceName(one.name), ...one.outcomes[name] }));
  const reach = Math.max(
    0.02,
    ...rows.map((one) => Math.max(Math.abs(one.difference?.p5 ?? 0), Math.abs(one.difference?.p95 ?? 0))),
  );
  return (
    <section class="card">
      <h2>{t("compare.gains")}</h2>
      {worst?.difference && (
        <p>
          {t("compare.worst_off", {
            a: withInterval(worst.a, "share"),
            b: withInterval(worst.b, "share"),
            difference: withInterval(worst.difference, "share", true),
          })}
        </p>
      )}
      {name && (
        <label class="inline">
          {t("compare.by_service")}
          <select value={name} onChange={(event) => setChosen(event.currentTarget.value)}>
            {names.map((one) => (
              <option key={one} value={one}>
                {named("outcome", one)}
                {unitNote(meta.outcome[one].unit)}
              </option>
            ))}
          </select>
        </label>
      )}
      {name && (
        <div class="scroll" tabIndex={0} role="region" aria-label={t("compare.gains")}>
          <table class="wide-table">
            <caption class="hidden">
              {t("compare.gains")}: {named("outcome", name)}
              {unitNote(unit)}
            </caption>
            <thead>
              <tr>
                <th scope="col">{t("compare.service")}</th>
                <th scope="col" class="text-a">
                  A
                </th>
                <th scope="col" class="text-b">
                  B
                </th>
                <th scope="col">{t("compare.difference")}</th>
                <th scope="col" class="drawn">
                  <span class="hidden">{t("compare.drawn")}</span>
                </th>
                <th scope="col">{t("compare.a_better")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <tr key={one.title}>
                  <th scope="row">{one.title}</th>
                  <td>{inUnit(one.a?.mean, unit)}</td>
                  <td>{inUnit(one.b?.mean, unit)}</td>
                  <td>{withInterval(one.difference, unit, true)}</td>
                  <td class="drawn">
                    <Whisker estimate={one.difference} reach={reach} />
                  </td>
                  <td>
                    <Better share={one.a_better} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** The difference with its interval (thick) and where runs lie (thin), about zero. */
function Whisker({ estimate, reach }) {
  if (!estimate || estimate.mean === null) return null;
  const x = (value) => 60 + (55 * Math.max(-reach, Math.min(reach, value))) / reach;
  return (
    <svg viewBox="0 0 120 16" width="120" height="16" aria-hidden="true">
      <path d="M60 0V16" stroke="#9aa4ac" stroke-dasharray="2 2" />
      <path d={`M${x(estimate.p5 ?? estimate.mean)} 8H${x(estimate.p95 ?? estimate.mean)}`} stroke="#5b4b8a" />
      <path
        d={`M${x(estimate.low ?? estimate.mean)} 8H${x(estimate.high ?? estimate.mean)}`}
        stroke="#5b4b8a"
        stroke-width="4"
      />
      <circle cx={x(estimate.mean)} cy="8" r="3.5" fill="#fff" stroke="#5b4b8a" stroke-width="2" />
    </svg>
  );
}

const FATES = [
  ["kept_in_time", "#1f7a70"],
  ["kept_late", "#7cc0b4"],
  ["open", "#e9d9a0"],
  ["broken", "#a4601a"],
  ["expired", "#d9b98c"],
  ["declined", "#aab2b8"],
];

/** What became of what was raised: mean numbers of a run. */
export function Promises({ frame }) {
  const sides = ["a", "b"].filter((side) => frame.promises[side]);
  const most = Math.max(1, ...sides.map((side) => FATES.reduce((sum, [name]) => sum + frame.promises[side][name], 0)));
  return (
    <section class="card">
      <h2>{t("compare.promises")}</h2>
      {sides.map((side) => {
        let x = 0;
        return (
          <div class="fate" key={side}>
            <span class={`chip ${side}`}>{side.toUpperCase()}</span>
            <svg viewBox="0 0 300 20" preserveAspectRatio="none" aria-hidden="true">
              {FATES.map(([name, colour]) => {
                const width = (300 * frame.promises[side][name]) / most;
                x += width;
                return (
                  <rect
                    key={name}
                    x={x - width}
                    y="0"
                    width={width}
                    height="20"
                    fill={colour}
                    stroke="#fff"
                    stroke-width=".6"
                  />
                );
              })}
            </svg>
          </div>
        );
      })}
      <table>
        <caption class="hidden">{t("compare.promises")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("compare.per_run")}</th>
            {sides.map((side) => (
              <th scope="col" key={side} class={`text-${side}`}>
                {side.toUpperCase()}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[["made"], ...FATES, ["hanging"], ["orphaned"]].map(([name, colour]) => (
            <tr key={name}>
              <th scope="row">
                {colour && <Swatch colour={colour} />}
                {t(`promise.${name}`)}
              </th>
              {sides.map((side) => (
                <td key={side}>{number(frame.promises[side][name], 1)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Swatch = ({ colour }) => (
  <svg class="swatch" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
    <rect width="10" height="10" fill={colour} />
  </svg>
);

export function Costs({ frame }) {
  const { a, b, difference } = frame.costs;
  return (
    <section class="card">
      <h2>{t("compare.costs")}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("compare.costs")}>
        <table>
          <caption class="hidden">{t("compare.costs")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("compare.per_run")}</th>
              <th scope="col" class="text-a">
                A
              </th>
              {b && (
                <th scope="col" class="text-b">
                  B
                </th>
              )}
              {difference && <th scope="col">{t("compare.difference")}</th>}
            </tr>
          </thead>
          <tbody>
            {[
              ["meetings", "meetings"],
              ["staff_hours", "hours"],
            ].map(([name, unit]) => (
              <tr key={name}>
                <th scope="row">
                  {t(`compare.${name}`)}
                  {name !== unit && <span class="soft"> ({unitWord(unit)})</span>}
                </th>
                <td>{number(a[name], 0)}</td>
                {b && <td>{number(b[name], 0)}</td>}
                {difference && <td>{withInterval(difference[name], unit, true)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="soft">{t("compare.costs.about")}</p>
    </section>
  );
}
