// The rooms of a world of a lesson: a still, or playing from a week on.

import { useState } from "preact/hooks";
import { asked } from "../../state/worlds.js";
import { t } from "../../words/index.js";
import { Player, usePlayer } from "../watch/player.jsx";
import { Stage } from "../watch/stage.jsx";
import { thicknessAt, useHistory } from "../watch/watch.jsx";
import { lessonWorld } from "./show_bands.jsx";

export function Rooms({ meta, lesson, show }) {
  const [selected, setSelected] = useState(null);
  const world = lessonWorld(lesson, show.world);
  const { history } = useHistory(`lesson_${show.world}`, {
    world: asked(meta, world),
    programme_seed: 1,
    chance_seed: show.chance_seed ?? 1,
  });
  const player = usePlayer(history?.weeks ?? 0, show.week ?? 0, () => {});
  return (
    <section class={`shown ${show.still ? "still" : ""}`}>
      {!show.still && <p class="worlds-line">{t(lesson.labels[show.world])}</p>}
      {history ? (
        <Stage
          {...{ history, player, selected, setSelected }}
          thickness={(week) => thicknessAt(meta, world, null, week)}
        />
      ) : (
        <div class="stage skeleton" aria-hidden="true" />
      )}
      {history && !show.still && <Player player={player} weeks={history.weeks} />}
      {show.still && (
        <p class="soft">
          {t(lesson.labels[show.world])}, {t("week.n", { week: show.week })}
        </p>
      )}
    </section>
  );
}
