// A scenario as a file: bring one, take one away.

import { useRef, useState } from "preact/hooks";
import { askFor, Refused } from "../api/ask.js";
import { packed } from "../state/address.js";
import { asked, entryOf, worldOf } from "../state/worlds.js";
import { t } from "../words/index.js";
import { save } from "../draw/save.js";
import { InEnglish } from "./lever.jsx";

/** What the server refused, in its own English, and what it would have taken. */
export function refusal(error) {
  const { where, what, allowed, nearest } = error.said ?? {};
  const more = [allowed && t("refused.allowed", { allowed }), nearest && t("refused.nearest", { nearest })];
  return (
    <>
      <InEnglish words={[where, what].filter(Boolean).join(" · ")} />
      {more.filter(Boolean).map((one) => ` · ${one}`)}
    </>
  );
}

/** A world as a TOML file for the command line. */
export async function saveScenario(meta, world, name) {
  const said = await askFor("scenario/export", {
    world: asked(meta, world),
    name,
    title: entryOf(meta, world).title.slice(0, 200),
  });
  save(new Blob([said.toml], { type: "application/toml" }), `${said.name}.toml`);
}

export function ScenarioFile({ meta, world, onChange }) {
  const input = useRef(null);
  const [problem, setProblem] = useState("");

  async function bring(file) {
    try {
      const toml = await file.text();
      const entry = await askFor("scenario/check", { toml });
      const small = await packed(toml);
      onChange(() => ({ ...worldOf(entry.name), toml, entry, packed: small }));
      setProblem("");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(refusal(error));
    }
  }

  return (
    <div class="file">
      <button type="button" class="quiet" onClick={() => input.current.click()}>
        {t("levers.bring")}
      </button>
      <input
        ref={input}
        type="file"
        accept=".toml"
        hidden
        aria-label={t("levers.bring")}
        onChange={(event) => {
          const [file] = event.currentTarget.files;
          if (file) bring(file);
          event.currentTarget.value = ""; // so that the same file, mended, can be chosen again
        }}
      />
      <button
        type="button"
        class="quiet"
        onClick={() => saveScenario(meta, world, `${world.scenario}_changed`.slice(0, 60))}
      >
        {t("levers.take")}
      </button>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
