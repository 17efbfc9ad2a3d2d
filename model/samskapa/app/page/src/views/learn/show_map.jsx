// The trap map of a world of a lesson; the point can be moved.

import { useState } from "preact/hooks";
import { useStream } from "../../api/ensemble.js";
import { valueOf } from "../../state/worlds.js";
import { t } from "../../words/index.js";
import { MapPicture } from "../trapmap/map_picture.jsx";
import { edgeWords, mapQuestion, rangeFor } from "../trapmap/trapmap.jsx";
import { lessonWorld } from "./show_bands.jsx";

export function Map({ meta, lesson, show }) {
  const world = lessonWorld(lesson, show.world);
  const axis = (side) => ({
    ...rangeFor(meta.byName[show[side].name], valueOf(meta, world, show[side].name)),
    ...show[side],
  });
  const [at, setAt] = useState({ x: valueOf(meta, world, show.x.name), y: valueOf(meta, world, show.y.name) });
  const { frame } = useStream(
    "trapmap",
    "lesson_map",
    mapQuestion(meta, world, axis("x"), axis("y"), 1, 1, show.runs ?? 8),
  );
  return (
    <section class="shown">
      <p class="worlds-line">{t(lesson.labels[show.world])}</p>
      {frame ? (
        <MapPicture {...{ meta, frame, at }} move={(x, y) => setAt({ x, y })} />
      ) : (
        <div class="map skeleton" aria-hidden="true" />
      )}
      {frame && <p role="status">{edgeWords(meta, frame, at)}</p>}
    </section>
  );
}
