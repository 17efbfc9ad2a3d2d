// Another path from a week on: the same people under the same chance, with some levers moved.

import { Lever } from "../../controls/lever.jsx";
import { Icon } from "../../draw/icons.jsx";
import { page } from "../../state/page.js";
import { valueOf } from "../../state/worlds.js";
import { settingWords, t } from "../../words/index.js";

/** What a branch changes, in words. */
export function branchWords(meta, branch) {
  const what = Object.entries(branch.set)
    .map(([name, value]) => settingWords(meta, name, value))
    .join(", ");
  return t("branch.words", { week: branch.week, what });
}

/** The value that a lever has in a week, with what the world changes until then. */
function valueAt(meta, world, name, week) {
  let found = valueOf(meta, world, name);
  for (const one of world.changes) if (one.parameter === name && one.week <= week) found = one.value;
  return found;
}

export function BranchPanel({ meta, world, branch, week, history, onClose }) {
  const levers = [...meta.first, ...meta.levers.filter((one) => !one.first).map((one) => one.name)]
    .map((name) => meta.byName[name])
    .filter((one) => !one.at_start);
  const at = branch?.week ?? Math.max(1, week);
  const put = (name, value) => {
    const set = { ...branch?.set };
    if (value === undefined || value === valueAt(meta, world, name, at)) delete set[name];
    else set[name] = value;
    page.set({ branch: { week: at, set } });
  };
  const one = (lever) => {
    const usual = valueAt(meta, world, lever.name, at);
    return (
      <Lever
        key={lever.name}
        lever={lever}
        side="branch"
        value={branch?.set[lever.name] ?? usual}
        usual={usual}
        onChange={(value) => put(lever.name, value)}
      />
    );
  };
  return (
    <div class="branch">
      <h2>{t("branch.title", { week: at })}</h2>
      <p class="soft">{t("branch.about")}</p>
      <p class="branch-week">
        <label>
          {t("branch.week")}{" "}
          <input
            type="number"
            min={1}
            max={(history?.weeks ?? 208) - 1}
            value={at}
            onChange={(event) =>
              page.set({
                branch: {
                  week: Math.min(
                    (history?.weeks ?? 208) - 1,
                    Math.max(1, Math.round(event.currentTarget.valueAsNumber) || 1),
                  ),
                  set: branch?.set ?? {},
                },
              })
            }
          />
        </label>
        <button type="button" class="quiet" onClick={onClose}>
          <Icon name="close" size={14} />
          {t("branch.close")}
        </button>
      </p>
      {levers.filter((lever) => lever.first).map(one)}
      <details class="more">
        <summary>{t("levers.more", { n: levers.filter((lever) => !lever.first).length })}</summary>
        {levers.filter((lever) => !lever.first).map(one)}
      </details>
    </div>
  );
}
