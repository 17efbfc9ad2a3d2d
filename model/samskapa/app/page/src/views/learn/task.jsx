// A task: move the levers until the conditions hold; checked on all the runs.

import { useEffect, useState } from "preact/hooks";
import { useEnsemble } from "../../api/ensemble.js";
import { Lever } from "../../controls/lever.jsx";
import { refusal } from "../../controls/scenario_file.jsx";
import { say } from "../../state/page.js";
import { valueOf, weeksOf, withValue } from "../../state/worlds.js";
import { inUnit, leverWords, named, percent, signed, t, unitNote } from "../../words/index.js";
import { ChartCard } from "../compare/chart_card.jsx";
import { Words } from "./reveal.jsx";
import { lessonWorld, projectSpan, Sides } from "./show_bands.jsx";

/** What a condition looks at, as a number; null while it is not known. */
export function measured(condition, frame, value) {
  if (condition.lever) return value(condition.lever);
  if (condition.outcome) {
    const k = frame.outcomes.indexOf(condition.outcome);
    return k < 0 ? null : frame.arrays[condition.of].at(k, 2, condition.week);
  }
  const one = frame.summaries.find((summary) => summary.name === condition.summary);
  return condition.of === "a_better" ? one?.a_better : one?.[condition.of]?.mean;
}

export function holds(condition, now) {
  if (now === null || now === undefined || Number.isNaN(now)) return false;
  return (
    (condition.at_least === undefined || now >= condition.at_least - 1e-9) &&
    (condition.at_most === undefined || now <= condition.at_most + 1e-9)
  );
}

function Condition({ meta, condition, now, met }) {
  const unit = condition.lever
    ? meta.byName[condition.lever].unit
    : (meta.summary[condition.summary] ?? meta.outcome[condition.outcome]).unit;
  const write = (value) =>
    condition.of === "a_better"
      ? percent(value)
      : condition.of === "difference"
        ? signed(value, unit)
        : condition.lever
          ? leverWords(meta.byName[condition.lever], value)
          : inUnit(value, unit);
  const what = condition.lever
    ? named("lever", condition.lever)
    : named(condition.summary ? "summary" : "outcome", condition.summary ?? condition.outcome) + unitNote(unit);
  const side = t(`task.of.${condition.of ?? "lever"}`);
  const words =
    condition.at_least !== undefined
      ? t("task.at_least", { what, side, value: write(condition.at_least) })
      : t("task.at_most", { what, side, value: write(condition.at_most) });
  return (
    <li class={met ? "met" : ""}>
      <span class="tick-box" aria-hidden="true">
        {met && (
          <svg viewBox="0 0 12 12" width="12" height="12">
            <path d="M1.5 6.500l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2" />
          </svg>
        )}
      </span>
      <span>
        {words}{" "}
        <span class="soft">
          ({t("task.now", { value: now === null || now === undefined ? "–" : write(now) })}
          {met && `, ${t("task.met")}`})
        </span>
      </span>
    </li>
  );
}

export function Task({ meta, lesson, step }) {
  const start = lessonWorld(lesson, step.world);
  const [world, setWorld] = useState(start);
  const [week, setWeek] = useState(null);
  const [hints, setHints] = useState(0);
  const b = step.against && lessonWorld(lesson, step.against);
  const { frame, problem, fresh } = useEnsemble(meta, `task_${step.world}`, {
    a: world,
    b,
    outcomes: step.outcomes,
    runs: step.runs ?? 48,
    services: false,
  });
  const known = frame?.final && fresh;
  const states = step.conditions.map((condition) => {
    const now = frame && measured(condition, frame, (name) => valueOf(meta, world, name));
    return { condition, now, met: Boolean(known) && holds(condition, now) };
  });
  const done = states.every((one) => one.met);
  useEffect(() => {
    if (done) say(t(step.done));
  }, [done]);
  const weeks = weeksOf(meta, start);
  return (
    <>
      <Words keys={step.words} />
      <div class="goal">
        <h2>{t(step.goal)}</h2>
        <ul class="conditions">
          {states.map((one, n) => (
            <Condition key={n} meta={meta} {...one} />
          ))}
        </ul>
        <p class="soft" role="status">
          {!frame ? t("state.first") : !known ? t("state.working") : done ? "" : t("task.not_yet")}
        </p>
      </div>
      {done && <p class="note right">{t(step.done)}</p>}
      {problem && (
        <p class="problem" role="alert">
          {refusal(problem)}
        </p>
      )}
      <div class="task-columns">
        <div class="card levers">
          {step.levers.map(({ name, low, high, step: by }) => (
            <Lever
              key={name}
              lever={meta.byName[name]}
              side="task"
              step={by}
              bounds={low === undefined ? undefined : [low, high]}
              value={valueOf(meta, world, name)}
              usual={valueOf(meta, start, name)}
              onChange={(value) =>
                setWorld((one) =>
                  value === undefined
                    ? { ...one, set: { ...one.set, [name]: valueOf(meta, start, name) } }
                    : withValue(meta, one, name, value),
                )
              }
            />
          ))}
          {done && <p class="note right only-narrow">{t(step.done)}</p>}
          <p>
            {hints < step.hints.length && (
              <button type="button" class="quiet" onClick={() => setHints(hints + 1)}>
                {t("task.hint")}
              </button>
            )}
          </p>
          <div aria-live="polite">
            {step.hints.slice(0, hints).map((key) => (
              <p key={key} class="note">
                {t(key)}
              </p>
            ))}
          </div>
        </div>
        <div class="shown">
          <Sides lesson={lesson} a={step.world} b={step.against} yours />
          <div class="charts">
            {step.outcomes.map((name) => (
              <ChartCard
                key={name}
                {...{ meta, name, frame, weeks }}
                kind="bands"
                week={week ?? weeks - 1}
                spans={projectSpan(meta, start)}
                onWeek={setWeek}
              />
            ))}
          </div>
        </div>
      </div>
    </>
  );
}
