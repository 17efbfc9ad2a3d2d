// Two futures side by side, on the same people and the same chance.

import { useEffect, useState } from "preact/hooks";
import { useEnsemble } from "../../api/ensemble.js";
import { Levers, ToLevers } from "../../controls/levers.jsx";
import { refusal } from "../../controls/scenario_file.jsx";
import { change, page, say } from "../../state/page.js";
import { useStore } from "../../state/store.js";
import { mostRuns, sameWorld, valueOf, weeksOf } from "../../state/worlds.js";
import { named, t } from "../../words/index.js";
import { Assumptions } from "./assumptions.jsx";
import { ChartCard } from "./chart_card.jsx";
import { Costs, Promises, Services } from "./gains.jsx";
import { Headline, spokenAnswer } from "./headline.jsx";
import { Keep } from "./keep.jsx";
import { Summaries } from "./summaries.jsx";

export const SHOWN = ["norm", "trust", "confidence", "prediction", "disappointment", "engagement"];

export function View({ meta }) {
  const state = useStore(page);
  const [side, setSide] = useState("a");
  const [kind, setKind] = useState("bands");
  const [hover, setHover] = useState(null);
  const { a, b, runs, people, chance } = state;
  const shown = (state.shown ?? SHOWN).filter((name) => meta.outcome[name]);
  const { frame, problem, fresh } = useEnsemble(meta, "compare", {
    a,
    b,
    outcomes: shown,
    runs: Math.min(runs, mostRuns(meta, a, b)),
    people,
    chance,
  });
  const weeks = Math.max(weeksOf(meta, a), weeksOf(meta, b));
  const week = Math.min(hover ?? (state.week || weeks - 1), weeks - 1);

  useEffect(() => {
    if (frame?.final && fresh) say(spokenAnswer(meta, frame));
  }, [frame, fresh]);

  const start = valueOf(meta, a, "project") ? valueOf(meta, a, "project_start") : valueOf(meta, b, "project_start");
  const spans =
    valueOf(meta, a, "project") || valueOf(meta, b, "project")
      ? [[start, start + valueOf(meta, valueOf(meta, a, "project") ? a : b, "project_weeks")]]
      : [];

  return (
    <div class="two-columns">
      <h1 class="hidden">{t("view.compare")}</h1>
      <aside id="levers" tabIndex={-1} class="panel side" aria-label={t("levers.title")}>
        <Sides {...{ meta, a, b, side, setSide }} />
        <Levers key={side} meta={meta} world={state[side]} side={side} onChange={(make) => change(side, make)} />
      </aside>
      <div class="answer" aria-busy={!problem && (!fresh || !frame?.final)}>
        {problem && (
          <p class="problem" role="alert">
            {refusal(problem)}
          </p>
        )}
        <Headline {...{ meta, frame, a, b, fresh }} />
        {sameWorld(a, b) && <p class="note">{t("compare.same")}</p>}
        <div class="bar">
          <ToLevers />
          <div class="segmented" role="group" aria-label={t("compare.show")}>
            {["bands", "difference"].map((one) => (
              <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
                {t(`compare.show.${one}`)}
              </button>
            ))}
          </div>
          <Reading {...{ week, weeks }} />
          <Choose {...{ meta, shown }} />
        </div>
        <div class="charts">
          {shown.map((name) => (
            <ChartCard key={name} {...{ meta, name, frame, kind, weeks, week, spans }} onWeek={setHover} />
          ))}
        </div>
        {frame && <Summaries meta={meta} frame={frame} />}
        {frame && <Services meta={meta} frame={frame} />}
        {frame && (
          <div class="pair">
            <Promises frame={frame} />
            <Costs frame={frame} />
          </div>
        )}
        <Assumptions {...{ meta, a, b, people, chance }} />
        <Keep {...{ meta, frame, shown, kind, spans, weeks, state }} />
      </div>
    </div>
  );
}

/** Which side the levers move, and quick ways to make one side from the other. */
function Sides({ meta, a, b, side, setSide }) {
  const other = side === "a" ? b : a;
  const put = (world) => page.set({ [side]: world });
  return (
    <div class="sides">
      <div class="tabs" role="group" aria-label={t("compare.side")}>
        {["a", "b"].map((one) => (
          <button
            key={one}
            type="button"
            class={`tab tab-${one}`}
            aria-pressed={side === one}
            onClick={() => setSide(one)}
          >
            {t("compare.world", { letter: one.toUpperCase() })}
          </button>
        ))}
      </div>
      <p class="quick">
        <button type="button" class="quiet" onClick={() => put({ ...other })}>
          {t("compare.as_other", { letter: side === "a" ? "B" : "A" })}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => put({ ...other, changes: [], set: { ...other.set, project: 0 } })}
        >
          {t("compare.no_project")}
        </button>
        <button type="button" class="quiet" onClick={() => page.set({ a: b, b: a })}>
          {t("compare.swap")}
        </button>
      </p>
      <p class="hidden" role="status">
        {t("compare.moves", { letter: side.toUpperCase() })}
      </p>
    </div>
  );
}

/** The week whose numbers stand beside the charts. */
function Reading({ week, weeks }) {
  return (
    <label class="reading">
      <span>{t("compare.week")}</span>
      <input
        type="range"
        min={0}
        max={weeks - 1}
        value={week}
        aria-valuetext={t("week.n", { week })}
        onInput={(event) => page.set({ week: event.currentTarget.valueAsNumber })}
      />
      <output>{week}</output>
    </label>
  );
}

function Choose({ meta, shown }) {
  return (
    <details class="menu">
      <summary>{t("compare.choose")}</summary>
      <fieldset>
        <legend class="hidden">{t("compare.choose")}</legend>
        {[...new Set([...meta.defaults.outcomes, ...SHOWN, ...shown])].map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={shown.includes(name)}
              disabled={shown.length === 1 && shown[0] === name}
              onChange={(event) =>
                page.set({
                  shown: event.currentTarget.checked
                    ? [...shown, name].slice(0, 12)
                    : shown.filter((one) => one !== name),
                })
              }
            />
            {named("outcome", name)}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
