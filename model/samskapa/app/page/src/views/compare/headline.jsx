// The answer in one sentence, and how sure it is.

import { entryOf } from "../../state/worlds.js";
import { has, inUnit, named, percent, signed, t, unitNote, withInterval } from "../../words/index.js";

const FIRST = ["attendance_after", "trust_final", "confidence_final", "disappointment_final"];

/** The number that answers first: attendance in the last year, else trust, else what there is. */
export function mainSummary(frame) {
  for (const name of FIRST) {
    const found = frame.summaries.find((one) => one.name === name && one.a?.mean !== null);
    if (found) return found;
  }
  return frame.summaries[0];
}

/** Title of a world's scenario in the language of the page. */
export function titleOf(meta, world) {
  const entry = entryOf(meta, world);
  return has(`scenario.${entry.name}`) ? t(`scenario.${entry.name}`) : entry.title;
}

/** The answer as it is read aloud when the last run is in. */
export function spokenAnswer(meta, frame) {
  const one = mainSummary(frame);
  if (!one) return "";
  const values = {
    what: named("summary", one.name) + unitNote(one.unit),
    a: inUnit(one.a?.mean, one.unit),
    b: inUnit(one.b?.mean, one.unit),
    difference: signed(one.difference?.mean, one.unit),
    better: percent(one.a_better),
    runs: frame.runs,
  };
  return one.a_better === null || one.a_better === undefined
    ? t("spoken.answer.plain", values)
    : t("spoken.answer", values);
}

function verdict(one) {
  const { low, high } = one.difference ?? {};
  if (low === null || low === undefined || (low <= 0 && high >= 0)) return "even";
  return low > 0 === one.good >= 0 ? "a" : "b";
}

export function Headline({ meta, frame, a, b, fresh }) {
  if (!frame) {
    return (
      <header class="headline">
        <p class="big ghost" aria-hidden="true">
          …
        </p>
        <p class="soft" role="status">
          {t("state.first")}
        </p>
      </header>
    );
  }
  const one = mainSummary(frame);
  return (
    <header class="headline">
      <p class="worlds">
        {[
          ["a", a],
          ["b", b],
        ].map(([side, world]) => (
          <span key={side}>
            <span class={`chip ${side}`}>{side.toUpperCase()}</span> {titleOf(meta, world)}{" "}
            {world.set.project === 0 && `(${t("compare.without")})`}
          </span>
        ))}
      </p>
      {one && (
        <p class="big">
          {t(`compare.headline.${verdict(one)}`, { what: named("summary", one.name) })}{" "}
          <span class="numbers">
            <span class="text-a">A {withInterval(one.a, one.unit)}</span>
            {one.b && <span class="text-b">B {withInterval(one.b, one.unit)}</span>}
            {unitNote(one.unit)}
          </span>
        </p>
      )}
      <p class="soft progress-line">
        <progress max={frame.asked} value={frame.runs} aria-label={t("compare.runs.progress")} />
        <span>
          {t("compare.runs", { runs: frame.runs, asked: frame.asked })} · <strong>{t("compare.chance_only")}</strong>
          {one?.a_better !== null &&
            one?.a_better !== undefined &&
            ` · ${t("compare.better_in", { share: percent(one.a_better) })}`}
          {!fresh && ` · ${t("state.working")}`}
        </span>
      </p>
    </header>
  );
}
