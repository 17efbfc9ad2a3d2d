// The levers of one world: scenario, the dozen that matter first, when things happen, and all others under "more".

import { useMemo, useState } from "preact/hooks";
import { Icon } from "../draw/icons.jsx";
import { entryOf, valueOf, withValue, worldOf } from "../state/worlds.js";
import { has, named, t, unitWord } from "../words/index.js";
import { InEnglish, Lever } from "./lever.jsx";
import { Timeline } from "./timeline.jsx";
import { ScenarioFile } from "./scenario_file.jsx";

/** `only(lever)` leaves out levers that cannot be moved here; `onChange(make)` takes a function of the world. */
export function Levers({ meta, world, side, onChange, only = () => true }) {
  const props = { meta, world, side, onChange, only };
  return (
    <div class="levers">
      <Scenario {...props} />
      <section aria-label={t("levers.first")}>
        {meta.first.map((name) => (
          <One key={name} {...props} lever={meta.byName[name]} />
        ))}
      </section>
      <details class="more">
        <summary>{t("levers.timeline")}</summary>
        <Timeline {...props} />
      </details>
      <More {...props} />
    </div>
  );
}

function One({ meta, world, side, onChange, lever, only }) {
  if (!only(lever)) return null;
  const entry = entryOf(meta, world);
  return (
    <Lever
      lever={lever}
      side={side}
      value={valueOf(meta, world, lever.name)}
      usual={entry.values[lever.name]}
      onChange={(value) => onChange((one) => withValue(meta, one, lever.name, value))}
    />
  );
}

/** Which scenario a world starts from; its story; a file of one's own. */
export function Scenario({ meta, world, side, onChange }) {
  const entry = entryOf(meta, world);
  const moved = Object.keys(world.set).length + world.changes.length;
  return (
    <section class="scenario">
      <label for={`${side}-scenario`}>{t("levers.scenario")}</label>
      <select
        id={`${side}-scenario`}
        value={entry.name}
        onChange={(event) => {
          const { value } = event.currentTarget;
          onChange(() => worldOf(value));
        }}
      >
        {world.entry && <option value={entry.name}>{entry.title}</option>}
        {meta.scenarios.map((one) => (
          <option key={one.name} value={one.name}>
            {has(`scenario.${one.name}`) ? t(`scenario.${one.name}`) : one.title}
          </option>
        ))}
      </select>
      <details class="story">
        <summary>{t("levers.story")}</summary>
        <p>
          <InEnglish words={entry.story} />
        </p>
        <p class="soft">
          {t("levers.size", {
            residents: entry.residents,
            workers: entry.workers,
            managers: entry.managers,
            services: entry.services.length,
            weeks: world.weeks ?? entry.weeks,
          })}
        </p>
        <ScenarioFile {...{ meta, world, onChange }} />
      </details>
      {moved > 0 && (
        <p class="moved">
          <span>{t("levers.moved", { n: moved })}</span>
          <button type="button" class="quiet" onClick={() => onChange((one) => ({ ...one, set: {}, changes: [] }))}>
            {t("levers.reset")}
          </button>
        </p>
      )}
    </section>
  );
}

function More(props) {
  const { meta } = props;
  const [open, setOpen] = useState(false);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("levers.more", { n: meta.levers.length - meta.first.length })}</summary>
      {open && <Others {...props} />}
    </details>
  );
}

function Others(props) {
  const { meta, side, world, onChange, only } = props;
  const [sought, setSought] = useState("");
  const groups = useMemo(() => grouped(meta.levers), [meta]);
  const fits = (lever) =>
    !sought ||
    `${lever.name} ${named("lever", lever.name)} ${unitWord(lever.unit)} ${lever.meaning}`.toLowerCase().includes(sought.toLowerCase());
  return (
    <div>
      <label class="seek" for={`${side}-seek`}>
        <span>{t("levers.seek")}</span>
        <input
          id={`${side}-seek`}
          type="search"
          value={sought}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      </label>
      {groups.map(([group, levers]) => {
        const fitting = levers.filter((one) => only(one) && fits(one));
        if (!fitting.length) return null;
        return (
          <details class="group" key={group} open={Boolean(sought)}>
            <summary>{named("group", group.replace(/ /g, "_"))}</summary>
            {fitting.map((lever) => (
              <One key={lever.name} {...props} lever={lever} />
            ))}
          </details>
        );
      })}
      {!sought && <Switches {...{ meta, side, world, onChange }} />}
    </div>
  );
}

function grouped(levers) {
  const groups = new Map();
  for (const lever of levers) {
    if (lever.first) continue;
    if (!groups.has(lever.group)) groups.set(lever.group, []);
    groups.get(lever.group).push(lever);
  }
  return [...groups];
}

function Switches({ meta, side, world, onChange }) {
  return (
    <details class="group">
      <summary>{t("levers.switches")}</summary>
      <p class="soft">{t("levers.switches.about")}</p>
      {meta.switches
        .filter((one) => one.name !== "activation")
        .map((one) => (
          <div class="switch" key={one.name}>
            <label for={`${side}-${one.name}`}>{t(`switch.${one.name}`)}</label>
            <select
              id={`${side}-${one.name}`}
              value={valueOf(meta, world, one.name)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                onChange((old) => withValue(meta, old, one.name, value));
              }}
            >
              {Object.keys(one.alternatives).map((name) => (
                <option key={name} value={name}>
                  {t(`switch.${one.name}.${name}`)}
                </option>
              ))}
            </select>
          </div>
        ))}
    </details>
  );
}

/** On a phone the levers stand under the answer: a way down to them. */
export function ToLevers() {
  return (
    <button
      type="button"
      class="quiet to-levers"
      onClick={() => {
        const panel = document.getElementById("levers");
        panel.scrollIntoView();
        panel.focus({ preventScroll: true });
      }}
    >
      <Icon name="sliders" size={16} />
      {t("levers.title")}
    </button>
  );
}
