// Two worlds of a lesson as bands.

import { useState } from "preact/hooks";
import { useEnsemble } from "../../api/ensemble.js";
import { refusal } from "../../controls/scenario_file.jsx";
import { valueOf, weeksOf, worldOf } from "../../state/worlds.js";
import { t } from "../../words/index.js";
import { ChartCard } from "../compare/chart_card.jsx";

/** A world of a lesson as the page keeps worlds. */
export function lessonWorld(lesson, name) {
  const world = lesson.worlds[name];
  return { ...worldOf(world.scenario), ...world, set: world.set ?? {}, changes: world.changes ?? [] };
}

export function Bands({ meta, lesson, show }) {
  const [week, setWeek] = useState(null);
  const a = lessonWorld(lesson, show.a);
  const b = show.b && lessonWorld(lesson, show.b);
  const { frame, problem } = useEnsemble(meta, `lesson_${show.a}_${show.b ?? ""}`, {
    a,
    b,
    outcomes: show.outcomes,
    runs: show.runs ?? 100,
    chance: show.chance_seed ?? 1,
    services: false,
  });
  const weeks = weeksOf(meta, a);
  return (
    <section class="shown">
      <Sides {...{ lesson }} a={show.a} b={show.b} />
      {problem && (
        <p class="problem" role="alert">
          {refusal(problem)}
        </p>
      )}
      <div class="charts">
        {show.outcomes.map((name) => (
          <ChartCard
            key={name}
            {...{ meta, name, frame, weeks }}
            kind="bands"
            week={week ?? weeks - 1}
            spans={projectSpan(meta, a)}
            onWeek={setWeek}
          />
        ))}
      </div>
      <p class="soft">{frame ? t("compare.runs", { runs: frame.runs, asked: frame.asked }) : t("state.first")}</p>
    </section>
  );
}

/** The weeks of a world's project. */
export function projectSpan(meta, world) {
  if (!valueOf(meta, world, "project")) return [];
  const start = valueOf(meta, world, "project_start");
  return [[start, start + valueOf(meta, world, "project_weeks")]];
}

/** Which world is which letter. */
export function Sides({ lesson, a, b, yours = false }) {
  return (
    <p class="worlds-line">
      <span>
        <span class="chip a">A</span>{" "}
        {yours ? (
          <>
            {t("task.yours")} <span class="soft">({t("task.starts_as", { what: t(lesson.labels[a]) })})</span>
          </>
        ) : (
          t(lesson.labels[a])
        )}
      </span>
      {b && (
        <span>
          <span class="chip b">B</span> {t(lesson.labels[b])}
        </span>
      )}
    </p>
  );
}
