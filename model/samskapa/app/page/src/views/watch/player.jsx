// Play, pause, step, speed, scrub and rewind. Time runs on its own clock, outside of the components.

import { useEffect, useMemo, useState } from "preact/hooks";
import { Icon } from "../../draw/icons.jsx";
import { gathered } from "../../draw/rooms.js";
import { t } from "../../words/index.js";

const SPEEDS = [0.5, 1, 2, 4, 8];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** The clock of a run: `week`, how much of it has passed, and who draws it. */
export class Clock {
  constructor(week) {
    this.week = week;
    this.share = 1;
    this.playing = false;
    this.speed = 2;
    this.painters = new Set();
    this.listeners = new Set();
    this.frames = 0;
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  paint() {
    const gather = this.playing && !calm.matches ? gathered(this.share) : 1;
    const share = this.playing && !calm.matches ? this.share : 1;
    for (const painter of this.painters) painter(this.week, share, gather);
  }

  /** Stand still at a week, at its end. */
  put(week) {
    this.week = Math.max(0, Math.min(this.weeks - 1, week));
    this.share = 1;
    if (this.playing) this.share = 0;
    this.paint();
    this.tell();
  }

  play() {
    if (this.playing) return;
    if (this.week >= this.weeks - 1) this.week = 0;
    this.playing = true;
    this.share = 0;
    this.last = performance.now();
    this.turn = requestAnimationFrame((now) => this.tick(now));
    this.tell();
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.turn);
    this.share = 1;
    this.paint();
    this.tell();
  }

  tick(now) {
    this.share += (Math.min(100, now - this.last) / 1000) * this.speed;
    this.last = now;
    this.frames += 1;
    if (this.share >= 1) {
      if (this.week >= this.weeks - 1) {
        this.pause();
        return;
      }
      this.week += 1;
      this.share %= 1;
      this.tell();
    }
    this.paint();
    this.turn = requestAnimationFrame((next) => this.tick(next));
  }
}

/** A clock with what components need of it; `settled(week)` hears where it came to rest. */
export function usePlayer(weeks, first, settled) {
  const clock = useMemo(() => new Clock(first), []);
  const [, redraw] = useState(0);
  clock.weeks = weeks;
  useEffect(() => {
    const listener = () => {
      redraw((n) => n + 1);
      if (!clock.playing) settled(clock.week);
    };
    clock.listeners.add(listener);
    return () => {
      clock.listeners.delete(listener);
      cancelAnimationFrame(clock.turn);
      clock.playing = false;
    };
  }, [clock]);
  useEffect(() => {
    if (!clock.playing && clock.week !== first) clock.put(first);
  }, [first]);
  useEffect(() => {
    if (weeks && clock.week > weeks - 1) clock.put(weeks - 1);
  }, [weeks]);
  return { clock, week: Math.min(clock.week, Math.max(0, weeks - 1)), playing: clock.playing, speed: clock.speed };
}

export function Player({ player, weeks, children }) {
  const { clock, week, playing, speed } = player;
  return (
    <div class="player" role="group" aria-label={t("player.title")}>
      <div class="player-buttons">
        <button
          type="button"
          class="round"
          aria-label={t("player.rewind")}
          title={t("player.rewind")}
          onClick={() => clock.put(0)}
        >
          <Icon name="start" />
        </button>
        <button
          type="button"
          class="round"
          aria-label={t("player.back")}
          title={t("player.back")}
          onClick={() => clock.put(week - 1)}
        >
          <Icon name="back" />
        </button>
        <button
          type="button"
          class="round big"
          aria-label={t(playing ? "player.pause" : "player.play")}
          onClick={() => (playing ? clock.pause() : clock.play())}
        >
          <Icon name={playing ? "pause" : "play"} size={24} />
        </button>
        <button
          type="button"
          class="round"
          aria-label={t("player.forward")}
          title={t("player.forward")}
          onClick={() => clock.put(week + 1)}
        >
          <Icon name="forward" />
        </button>
      </div>
      <label class="scrub">
        <span class="hidden">{t("player.week")}</span>
        <input
          type="range"
          min={0}
          max={weeks - 1}
          value={week}
          aria-valuetext={t("week.n", { week })}
          onInput={(event) => clock.put(event.currentTarget.valueAsNumber)}
        />
      </label>
      <output class="week-now">{t("week.n", { week })}</output>
      <label class="speed">
        <span class="hidden">{t("player.speed")}</span>
        <select
          value={speed}
          onChange={(event) => {
            clock.speed = Number(event.currentTarget.value);
            clock.tell();
          }}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={one}>
              {t("player.per_second", { n: one })}
            </option>
          ))}
        </select>
      </label>
      {children}
    </div>
  );
}
