// What happens: words, what is drawn, and the answer under it.

import { t } from "../../words/index.js";
import { Bands } from "./show_bands.jsx";
import { Map } from "./show_map.jsx";
import { Rooms } from "./show_rooms.jsx";
import { WhoChanged } from "./show_who.jsx";
import { Worlds } from "./show_worlds.jsx";

const SHOWS = { ensemble: Bands, worlds: Worlds, watch: Rooms, trapmap: Map, who_changed: WhoChanged };

/** The words of a step, as paragraphs. */
export function Words({ keys }) {
  return (
    <div class="prose">
      {keys.map((key) => (
        <p key={key}>{t(key)}</p>
      ))}
    </div>
  );
}

export function StoryStep({ meta, lesson, step }) {
  return (
    <>
      <Words keys={step.words} />
      {step.picture && <Rooms meta={meta} lesson={lesson} show={{ ...step.picture, still: true }} />}
    </>
  );
}

/** The prediction that stands before a step, with what was chosen. */
function Before({ lesson, step, given }) {
  const at = lesson.steps.indexOf(step);
  const asked = lesson.steps[at - 1];
  if (asked?.kind !== "predict" || given[asked.key] === undefined) return null;
  const mine = given[asked.key];
  return (
    <p class={`note ${asked.right === mine ? "right" : ""}`}>
      {t("learn.you_said", { what: t(asked.choices[mine]) })}
      {asked.right !== null &&
        ` ${t(asked.right === mine ? "learn.right" : "learn.not_right", { what: t(asked.choices[asked.right]) })}`}
    </p>
  );
}

export function Reveal({ meta, lesson, step, given }) {
  return (
    <>
      <Words keys={step.words} />
      <Before {...{ lesson, step, given }} />
      {step.show.map((show, n) => {
        const Show = SHOWS[show.view];
        return <Show key={n} {...{ meta, lesson, show, step, given }} />;
      })}
      <div class="prose answer-words">
        <p>{t(step.answer)}</p>
      </div>
    </>
  );
}
