// One programme, week by week: rooms with people, a story for each of them, and a second path from any week.

import { useEffect, useMemo, useState } from "preact/hooks";
import { useStream } from "../../api/ensemble.js";
import { Levers, ToLevers } from "../../controls/levers.jsx";
import { refusal } from "../../controls/scenario_file.jsx";
import { History } from "../../draw/history.js";
import { Icon } from "../../draw/icons.jsx";
import { change, go, page } from "../../state/page.js";
import { useStore } from "../../state/store.js";
import { asked, valueOf } from "../../state/worlds.js";
import { t } from "../../words/index.js";
import { BranchPanel, branchWords } from "./branch.jsx";
import { Legend } from "./legend.jsx";
import { Lines } from "./lines.jsx";
import { Player, usePlayer } from "./player.jsx";
import { Ruler } from "./ruler.jsx";
import { Stage } from "./stage.jsx";
import { Story } from "./story.jsx";

/** The history of a question, ready to be drawn; the last one stays while the next is on its way. */
export function useHistory(name, question) {
  const answer = useStream("history", name, question);
  const history = useMemo(() => answer.frame && new History(answer.frame), [answer.frame]);
  return { ...answer, history };
}

/** The share of power at the table in a week: thickness, with what was changed until then. */
export function thicknessAt(meta, world, branch, week) {
  let found = valueOf(meta, world, "thickness");
  for (const one of world.changes) if (one.parameter === "thickness" && one.week <= week) found = one.value;
  if (branch && "thickness" in branch.set && branch.week <= week) found = branch.set.thickness;
  return found;
}

export function View({ meta }) {
  const { a: world, people, chance, branch, week } = useStore(page);
  const [selected, setSelected] = useState(null);
  const [branching, setBranching] = useState(Boolean(branch));
  const question = { world: asked(meta, world), programme_seed: people, chance_seed: chance };
  const changed = branch && Object.keys(branch.set).length > 0;
  const trunk = useHistory("trunk", question);
  const other = useHistory("branch", changed ? { ...question, branch } : null);
  const second = changed && other.history ? other.history : null;
  const { history } = trunk;
  const player = usePlayer(history?.weeks ?? 0, week, (next) => page.set({ week: next }));

  useEffect(() => {
    if (history && week >= history.weeks) page.set({ week: history.weeks - 1 });
    setSelected((one) => (one && history && fits(history, one) ? one : null));
  }, [history]);

  const stages = [{ history, side: "a", name: t("watch.trunk"), branch: null }];
  if (second) stages.push({ history: second, side: "b", name: t("watch.branch"), branch });

  return (
    <div class="three-columns">
      <h1 class="hidden">{t("view.watch")}</h1>
      <aside id="levers" tabIndex={-1} class="panel side" aria-label={t("levers.title")}>
        {branching ? (
          <BranchPanel
            {...{ meta, world, branch, history }}
            week={player.week}
            onClose={() => {
              setBranching(false);
              page.set({ branch: null });
            }}
          />
        ) : (
          <Levers
            meta={meta}
            world={world}
            side="a"
            onChange={(make) => {
              change("a", make);
              page.set({ branch: null });
            }}
          />
        )}
      </aside>
      <div class="middle" aria-busy={!trunk.fresh}>
        {(trunk.problem ?? other.problem) && (
          <p class="problem" role="alert">
            {refusal(trunk.problem ?? other.problem)}
          </p>
        )}
        <div class={`stages n${stages.length}`}>
          {stages.map((one) => (
            <div key={one.side} class="stage-box">
              {second && (
                <h2>
                  <span class={`chip ${one.side}`}>{one.side.toUpperCase()}</span> {one.name}
                  {one.branch && <span class="soft"> {branchWords(meta, one.branch)}</span>}
                </h2>
              )}
              {one.history ? (
                <Stage
                  {...{ player, selected, setSelected }}
                  history={one.history}
                  thickness={(at) => thicknessAt(meta, world, one.branch, at)}
                />
              ) : (
                !trunk.problem && (
                  <div class="stage skeleton">
                    <p role="status">{t("watch.loading")}</p>
                  </div>
                )
              )}
            </div>
          ))}
        </div>
        {history && (
          <>
            <Player player={player} weeks={history.weeks}>
              <button
                type="button"
                class="quiet"
                disabled={branching || player.week < 1}
                onClick={() => {
                  setBranching(true);
                  page.set({ branch: { week: Math.max(1, player.week), set: {} }, week: player.week });
                }}
              >
                <Icon name="branch" size={18} />
                {t("watch.branch_here")}
              </button>
              <ToLevers />
            </Player>
            <Ruler {...{ history, second, player }} />
            <Lines {...{ meta, history, second, player }} />
          </>
        )}
        <p class="soft one-run">
          {t("watch.one_run")}{" "}
          <button type="button" class="link" onClick={() => go("compare")}>
            {t("watch.to_compare")}
          </button>
        </p>
      </div>
      <aside class="panel people-side" aria-label={t("watch.people")}>
        {history && (
          <Story
            {...{ meta, history, second, player, selected, setSelected, question, branch: changed ? branch : null }}
          />
        )}
        <Seeds {...{ people, chance }} />
        <Legend />
      </aside>
    </div>
  );
}

function fits(history, { kind, number }) {
  return number < { resident: history.residents, worker: history.workers, service: history.services.length }[kind];
}

/** The numbers from which people and chance are drawn; others give another run of the same world. */
function Seeds({ people, chance }) {
  return (
    <section class="seeds">
      <h3>{t("watch.seeds")}</h3>
      <p class="soft">{t("watch.seeds.about")}</p>
      <p>
        <label>
          {t("watch.seed.chance")}{" "}
          <input
            type="number"
            min={0}
            max={999999}
            value={chance}
            onChange={(event) => page.set({ chance: Math.max(0, Math.round(event.currentTarget.valueAsNumber) || 0) })}
          />
        </label>
        <button type="button" class="quiet" onClick={() => page.set({ chance: chance + 1 })}>
          {t("watch.seed.next")}
        </button>
      </p>
      <p>
        <label>
          {t("watch.seed.people")}{" "}
          <input
            type="number"
            min={0}
            max={999999}
            value={people}
            onChange={(event) => page.set({ people: Math.max(0, Math.round(event.currentTarget.valueAsNumber) || 0) })}
          />
        </label>
      </p>
    </section>
  );
}
