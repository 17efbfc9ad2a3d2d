// What a project does and when: lanes over the weeks, moved by dragging or with the arrow keys.

import { useRef, useState } from "preact/hooks";
import { Icon } from "../draw/icons.jsx";
import { valueOf, weeksOf, withChange, withValue } from "../state/worlds.js";
import { has, leverWords, named, t } from "../words/index.js";
import { travel } from "./lever.jsx";

/** Where a pointer is on a track, as a week. */
function weekAt(track, event, weeks) {
  const box = track.getBoundingClientRect();
  return Math.round(((event.clientX - box.left) / box.width) * (weeks - 1));
}

/** Something that sits at a week and can be moved. */
function Handle({ track, weeks, week, low, high, name, onMove, onDelete, kind = "handle" }) {
  const put = (next) => onMove(Math.min(high, Math.max(low, next)));
  const keys = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -13, PageUp: 13 };
  return (
    <span
      class={kind}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-orientation="horizontal"
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={week}
      aria-valuetext={t("week.n", { week })}
      style={{ left: `${(100 * week) / (weeks - 1)}%` }}
      onKeyDown={(event) => {
        const by = keys[event.key];
        if (by) put(week + by);
        else if (event.key === "Home") put(low);
        else if (event.key === "End") put(high);
        else if (event.key === "Delete" && onDelete) onDelete();
        else return;
        event.preventDefault();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
        event.currentTarget.focus();
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) put(weekAt(track.current, event, weeks));
      }}
    />
  );
}

/** Every lane: an intervention may have several, as shocks have. */
function lanesOf(meta) {
  return meta.interventions.flatMap(({ name, timeline }) =>
    timeline.map((one) => {
      const own = one.on?.replace(/_weeks$/, "");
      return {
        ...one,
        title:
          timeline.length === 1
            ? named("intervention", name)
            : named(has(`intervention.${own}`) ? "intervention" : "lever", own),
      };
    }),
  );
}

/** What a lever is moved to when its box is ticked. */
function ticked(lever) {
  const middle = (lever.plausible[0] + lever.plausible[1]) / 2;
  return lever.unit === "no 0, yes 1" ? 1 : Math.max(lever.default, lever.whole ? Math.round(middle) : middle);
}

function Lane({ meta, world, side, onChange, lane, weeks }) {
  const track = useRef(null);
  const { on, week: weekName, from, length: lengthName, title } = lane;
  const value = (name) => valueOf(meta, world, name);
  const set = (name, next) => onChange((one) => withValue(meta, one, name, next));
  const base = from === "project" ? value("project_start") : 0;
  const onLever = on ? meta.byName[on] : null;
  const active = !on || value(on) > 0;
  const weekLever = meta.byName[weekName];
  const start = Math.max(0, base + value(weekName));
  const length = lengthName ? value(lengthName) : 0;
  const last = weeks - 1;
  return (
    <div class={`lane ${active ? "" : "off"}`}>
      <label class="lane-name">
        {onLever && (
          <input
            type="checkbox"
            id={`${side}-on-${on}`}
            checked={active}
            onChange={(event) => set(on, event.currentTarget.checked ? ticked(onLever) : 0)}
          />
        )}
        <span>{title}</span>
        {active && <span class="soft">{lengthName ? `${start}–${start + length}` : start}</span>}
      </label>
      <div class="track" ref={track}>
        {active && lengthName && length > 0 && (
          <span
            class="span"
            style={{
              left: `${(100 * Math.min(start, last)) / last}%`,
              width: `${(100 * Math.max(0, Math.min(length, last - start))) / last}%`,
            }}
          />
        )}
        {active && start <= last && (
          <Handle
            {...{ track, weeks }}
            week={start}
            kind={lengthName ? "handle begin" : "handle"}
            name={t("timeline.begins", { what: title })}
            low={Math.max(0, base + weekLever.low)}
            high={Math.min(last, base + weekLever.high)}
            onMove={(week) => set(weekName, week - base)}
          />
        )}
        {active && lengthName && start + length <= last && (
          <Handle
            {...{ track, weeks }}
            week={start + length}
            kind="handle end"
            name={t("timeline.ends", { what: title })}
            low={start + meta.byName[lengthName].low}
            high={Math.min(last, start + meta.byName[lengthName].high)}
            onMove={(week) => set(lengthName, week - start)}
          />
        )}
      </div>
    </div>
  );
}

/** Lanes of interventions, and levers that change at a week. */
export function Timeline({ meta, world, side, onChange }) {
  const weeks = weeksOf(meta, world);
  const hasProject = valueOf(meta, world, "project") > 0;
  return (
    <div class="timeline">
      <p class="soft">{t("timeline.about")}</p>
      <div class="lane ruler" aria-hidden="true">
        <span class="lane-name" />
        <div class="track">
          {[0, 52, 104, 156, 208, 260]
            .filter((week) => week < weeks)
            .map((week) => (
              <span class="tick" key={week} style={{ left: `${(100 * week) / (weeks - 1)}%` }}>
                {week}
              </span>
            ))}
        </div>
      </div>
      {lanesOf(meta)
        .filter((one) => hasProject || one.on === "project" || one.from === "start")
        .map((one) => (
          <Lane key={one.on} {...{ meta, world, side, onChange, weeks }} lane={one} />
        ))}
      <Changes {...{ meta, world, side, onChange, weeks }} />
    </div>
  );
}

function Changes({ meta, world, side, onChange, weeks }) {
  const track = useRef(null);
  return (
    <div>
      <h4>{t("timeline.changes")}</h4>
      {world.changes.length > 0 && (
        <div class="lane">
          <span class="lane-name">{t("timeline.changes.lane")}</span>
          <div class="track" ref={track}>
            {world.changes.map((one) => (
              <Handle
                key={`${one.parameter}-${world.changes.indexOf(one)}`}
                {...{ track, weeks }}
                kind="handle diamond"
                week={one.week}
                low={0}
                high={weeks - 1}
                name={changeWords(meta, one)}
                onMove={(week) =>
                  onChange((old) =>
                    withChange(withChange(old, one.week, one.parameter), week, one.parameter, one.value),
                  )
                }
                onDelete={() => onChange((old) => withChange(old, one.week, one.parameter))}
              />
            ))}
          </div>
        </div>
      )}
      <ul class="changes">
        {world.changes.map((one) => (
          <li key={`${one.week}-${one.parameter}`}>
            <span>{changeWords(meta, one)}</span>
            <button
              type="button"
              class="bare"
              aria-label={`${t("timeline.remove")}: ${changeWords(meta, one)}`}
              onClick={() => onChange((old) => withChange(old, one.week, one.parameter))}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
      </ul>
      <NewChange {...{ meta, world, side, onChange, weeks }} />
    </div>
  );
}

/** A dated change in words. */
export function changeWords(meta, { week, parameter, value }) {
  return t("timeline.change", {
    week,
    what: named("lever", parameter),
    value: leverWords(meta.byName[parameter], value),
  });
}

function NewChange({ meta, world, side, onChange, weeks }) {
  const movable = meta.levers.filter((one) => !one.at_start);
  const [name, setName] = useState(meta.first.find((one) => !meta.byName[one].at_start));
  const [week, setWeek] = useState(Math.min(60, weeks - 1));
  const lever = meta.byName[name];
  const [value, setValue] = useState(valueOf(meta, world, name));
  const way = travel(lever, value);
  return (
    <form
      class="new-change"
      onSubmit={(event) => {
        event.preventDefault();
        onChange((one) => withChange(one, week, name, value));
      }}
    >
      <label>
        {t("timeline.from_week")}
        <input
          type="number"
          min={0}
          max={weeks - 1}
          value={week}
          onInput={(event) => setWeek(Number(event.currentTarget.value) || 0)}
        />
      </label>
      <label>
        {t("timeline.lever")}
        <select
          id={`${side}-change-lever`}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setValue(valueOf(meta, world, event.currentTarget.value));
          }}
        >
          {movable.map((one) => (
            <option key={one.name} value={one.name}>
              {named("lever", one.name)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("timeline.value")} <output>{leverWords(lever, value)}</output>
        <input
          type="range"
          min={way.low}
          max={way.high}
          step={way.step}
          value={value}
          aria-valuetext={leverWords(lever, value)}
          onInput={(event) => setValue(Number(event.currentTarget.valueAsNumber.toPrecision(6)))}
        />
      </label>
      <button type="submit" class="quiet">
        <Icon name="plus" size={16} />
        {t("timeline.add")}
      </button>
    </form>
  );
}
