// Five guided lessons: a story, a prediction, what happens, a task.

import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../draw/icons.jsx";
import { go, page } from "../../state/page.js";
import { useStore } from "../../state/store.js";
import { openLessons, t } from "../../words/index.js";
import { Order, Predict } from "./predict.jsx";
import { Reveal, StoryStep } from "./reveal.jsx";
import { Sheet } from "./sheet.jsx";
import { Task } from "./task.jsx";

let lessons = null;
const given = {}; // what was predicted, by the key of the question; forgotten with the tab

/** The lessons and their words, loaded when they are first needed. */
export function useLessons() {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (lessons) return;
    Promise.all([import("../../lessons/index.js"), openLessons()]).then(([module]) => {
      lessons = module.LESSONS;
      redraw((n) => n + 1);
    });
  }, []);
  return lessons;
}

const STEPS = { story: StoryStep, predict: Predict, order: Order, reveal: Reveal, task: Task };

export function View({ meta }) {
  const all = useLessons();
  const key = useStore(page, (one) => one.lesson);
  if (!all)
    return (
      <p class="waiting" role="status">
        {t("state.loading")}
      </p>
    );
  const lesson = all.find((one) => one.key === key);
  return lesson ? (
    <Lesson key={key} meta={meta} lesson={lesson} next={all[all.indexOf(lesson) + 1]} />
  ) : (
    <Shelf lessons={all} />
  );
}

function Shelf({ lessons: all }) {
  return (
    <div class="shelf">
      <h1>{t("learn.title")}</h1>
      <p class="soft">{t("learn.about")}</p>
      <ol>
        {all.map((lesson, n) => (
          <li key={lesson.key}>
            <button type="button" class="lesson-card" onClick={() => go("learn", { lesson: lesson.key, step: 0 })}>
              <span class="number" aria-hidden="true">
                {n + 1}
              </span>
              <strong>{t(`${lesson.key}.title`)}</strong>
              <span>{t(`${lesson.key}.teaser`)}</span>
              <span class="soft">{t("learn.minutes", { n: lesson.minutes })}</span>
            </button>
          </li>
        ))}
      </ol>
      <p>
        <button type="button" class="quiet" onClick={() => go("class")}>
          <Icon name="class" size={18} />
          {t("learn.with_class")}
        </button>
      </p>
    </div>
  );
}

function Lesson({ meta, lesson, next }) {
  const said = useStore(page, (one) => one.step);
  const [sheet, setSheet] = useState(false);
  const [, redraw] = useState(0);
  const at = Math.min(said, lesson.steps.length - 1);
  const step = lesson.steps[at];
  const Step = STEPS[step.kind];
  const asks = step.kind === "predict" || step.kind === "order";
  const mayGo = !asks || given[step.key] !== undefined;
  const last = at === lesson.steps.length - 1;
  const move = (to) => {
    page.set({ step: to });
    window.scrollTo(0, 0);
    document.getElementById("step")?.focus({ preventScroll: true });
  };
  if (sheet) return <Sheet lesson={lesson} onClose={() => setSheet(false)} />;
  return (
    <article class="lesson">
      <header>
        <button type="button" class="link" onClick={() => go("learn", { lesson: null, step: 0 })}>
          {t("learn.title")}
        </button>
        <h1>{t(`${lesson.key}.title`)}</h1>
        <div class="steps">
          <progress max={lesson.steps.length} value={at + 1} aria-label={t("learn.progress")} />
          <span class="soft">
            {t("learn.step", { step: at + 1, of: lesson.steps.length })} · {t(`learn.kind.${step.kind}`)}
          </span>
          <button type="button" class="quiet" onClick={() => setSheet(true)}>
            {t("learn.sheet")}
          </button>
        </div>
      </header>
      <div id="step" tabIndex={-1} class={`step step-${step.kind}`}>
        <Step
          key={at}
          {...{ meta, lesson, step, given }}
          onGiven={(value) => {
            given[step.key] = value;
            redraw((n) => n + 1);
          }}
        />
      </div>
      <nav class="step-nav" aria-label={t("learn.steps")}>
        <button type="button" class="quiet" disabled={at === 0} onClick={() => move(at - 1)}>
          {t("learn.back")}
        </button>
        {!mayGo && <span class="soft">{t("learn.predict_first")}</span>}
        {!last && (
          <button type="button" class="main-button" disabled={!mayGo} onClick={() => move(at + 1)}>
            {t("learn.next")}
          </button>
        )}
        {last && next && (
          <button type="button" class="main-button" onClick={() => go("learn", { lesson: next.key, step: 0 })}>
            {t("learn.next_lesson", { title: t(`${next.key}.title`) })}
          </button>
        )}
        {last && !next && (
          <button type="button" class="main-button" onClick={() => go("learn", { lesson: null, step: 0 })}>
            {t("learn.finish")}
          </button>
        )}
      </nav>
    </article>
  );
}
