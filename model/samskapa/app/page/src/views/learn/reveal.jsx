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

/** Every prediction asked since the last reveal or story, with what was chosen; orders are shown with their worlds. */
function Before({ lesson, step, given }) {
  const asked = [];
  for (let at = lesson.steps.indexOf(step) - 1; ["predict", "order"].includes(lesson.steps[at]?.kind); at -= 1) {
    if (lesson.steps[at].kind === "predict") asked.unshift(lesson.steps[at]);
  }
  return asked
    .filter((one) => given[one.key] !== undefined)
    .map((one) => <Note key={one.key} asked={one} given={given} several={asked.length > 1} />);
}

function Note({ asked, given, several }) {
  const mine = given[asked.key];
  return (
    <p class={`note ${asked.right === mine ? "right" : ""}`}>
      {several && (
        <>
          <strong>{t(asked.question)}</strong>{" "}
        </>
      )}
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
