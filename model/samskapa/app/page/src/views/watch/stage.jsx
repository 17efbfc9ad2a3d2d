// The rooms on the screen: painted by the clock, chosen by pointer or keys.

import { useEffect, useRef } from "preact/hooks";
import { serviceName, t } from "../../words/index.js";
import { Rooms } from "../../draw/rooms.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Name of a person or service. */
export function nameOf(history, { kind, number }) {
  if (kind === "service") return serviceName(history.services[number].name);
  return t(`watch.${kind}`, { number });
}

export function Stage({ history, player, selected, setSelected, thickness }) {
  const canvas = useRef(null);
  const rooms = useRef(null);
  const options = useRef({});
  options.current = { selected, thickness };
  const { clock } = player;

  useEffect(() => {
    const painter = new Rooms(canvas.current, history, {
      titles: (service) => serviceName(history.services[service].name),
      counts: (n) => `+${n}`,
    });
    rooms.current = painter;
    const draw = (week, share, gather) => {
      const now = Math.min(week, history.weeks - 1);
      painter.draw(now, share, gather, {
        ties: true,
        selected: options.current.selected,
        thickness: options.current.thickness(now),
      });
    };
    clock.painters.add(draw);
    const watch = new ResizeObserver(() => {
      painter.resize();
      clock.paint();
    });
    watch.observe(canvas.current);
    clock.paint();
    return () => {
      watch.disconnect();
      clock.painters.delete(draw);
    };
  }, [history, clock]);

  useEffect(() => clock.paint(), [selected]);

  const meets = history.services.filter((_, n) =>
    history.arrays.met.at(Math.min(player.week, history.weeks - 1), n),
  ).length;
  return (
    <div
      class="stage"
      tabIndex={0}
      role="application"
      aria-roledescription={t("watch.stage.role")}
      aria-label={`${t("watch.stage", { week: player.week, services: history.services.length, residents: history.residents })} ${meets ? t("watch.stage.meets", { n: meets }) : ""}`}
      onKeyDown={(event) => {
        const way = ARROWS[event.key];
        if (way)
          setSelected(
            selected && selected.kind !== "service"
              ? rooms.current.beside(selected, ...way)
              : { kind: "resident", number: 0 },
          );
        else if (event.key === "Escape") setSelected(null);
        else if (event.key === " ") clock.playing ? clock.pause() : clock.play();
        else if (event.key === "," || event.key === "PageUp") clock.put(clock.week - 1);
        else if (event.key === "." || event.key === "PageDown") clock.put(clock.week + 1);
        else return;
        event.preventDefault();
      }}
    >
      <canvas
        ref={canvas}
        aria-hidden="true"
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setSelected(rooms.current.at(event.clientX - box.left, event.clientY - box.top));
        }}
      />
    </div>
  );
}
