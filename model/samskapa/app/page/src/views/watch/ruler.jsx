// The week ruler under the rooms: the project, pauses, and marks for what happened.

import { useRef } from "preact/hooks";
import { named, t } from "../../words/index.js";

function marksOf(history) {
  const { events = [], changes = [] } = history.calendar;
  return [
    ...events.map((one) => ({ week: one.week, words: named("mark", one.kind), kind: one.kind })),
    ...changes.map((one) => ({ week: one.week, words: named("lever", one.parameter), kind: "change" })),
  ];
}

/** Weeks in which any service met. */
function meetings(history) {
  const [weeks, services] = history.arrays.met.shape;
  const found = [];
  for (let week = 0; week < weeks; week += 1) {
    for (let n = 0; n < services; n += 1) {
      if (history.arrays.met.at(week, n)) {
        found.push(week);
        break;
      }
    }
  }
  return found;
}

export function Ruler({ history, second, player }) {
  const box = useRef(null);
  const { weeks } = history;
  const place = (week) => `${(100 * week) / (weeks - 1)}%`;
  const pick = (event) => {
    const { left, width } = box.current.getBoundingClientRect();
    player.clock.put(Math.round(((event.clientX - left) / width) * (weeks - 1)));
  };
  const years = [];
  for (let week = 0; week < weeks; week += 52) years.push(week);
  return (
    <div class="ruler-box">
      <div
        class="ruler-weeks"
        ref={box}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pick(event);
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && pick(event)}
      >
        {history.calendar.project.map(([from, until]) => (
          <span key={from} class="span" style={{ left: place(from), width: place(until - from) }}>
            {t("ruler.project")}
          </span>
        ))}
        {history.calendar.paused.map(([from, until]) => (
          <span key={from} class="pause" style={{ left: place(from), width: place(until - from) }} />
        ))}
        {meetings(second ?? history).map((week) => (
          <i key={week} class="meeting" style={{ left: place(week) }} />
        ))}
        {years.map((week) => (
          <span key={week} class="tick" style={{ left: place(week) }}>
            {week}
          </span>
        ))}
        <span class="now" style={{ left: place(player.week) }} />
      </div>
      <ul class="marks">
        {marksOf(second ?? history).map((one, n) => (
          <li key={n}>
            <button type="button" class="link" onClick={() => player.clock.put(one.week)}>
              {t("week.n", { week: one.week })}: {one.words}
            </button>
          </li>
        ))}
        <li class="soft">{t("ruler.meetings", { n: meetings(second ?? history).length })}</li>
      </ul>
    </div>
  );
}
