// The page: head, the view that is shown, and what is said to screen readers.

import { render } from "preact";
import { useEffect, useErrorBoundary, useState } from "preact/hooks";
import { line } from "./api/line.js";
import { Mark, Icon } from "./draw/icons.jsx";
import { addressNow, arrive, go, offer, page, say, spoken } from "./state/page.js";
import { useStore } from "./state/store.js";
import { Start } from "./views/start/start.jsx";
import { LANGUAGES, NAMES, speak, speech, t } from "./words/index.js";
import "./style/page.css";
import "./style/parts.css";
import "./style/views.css";
import "./style/print.css";

const LATER = {
  watch: () => import("./views/watch/watch.jsx"),
  compare: () => import("./views/compare/compare.jsx"),
  map: () => import("./views/trapmap/trapmap.jsx"),
  learn: () => import("./views/learn/learn.jsx"),
  class: () => import("./views/class/class.jsx"),
};
const loaded = {};

/** A view, loaded when it is first shown. */
function View({ name }) {
  const [, redraw] = useState(0);
  const meta = useStore(offer, (one) => one.meta);
  useEffect(() => {
    if (name === "start" || loaded[name]) return;
    LATER[name]().then((module) => {
      loaded[name] = module.View;
      redraw((n) => n + 1);
    });
  }, [name]);
  if (name === "start") return <Start />;
  const Shown = loaded[name];
  return Shown && (meta || name === "class") ? <Shown key={name} meta={meta} /> : <Waiting />;
}

function Waiting() {
  return (
    <div class="waiting">
      <span class="pulse" aria-hidden="true" />
      <p role="status">{t("state.loading")}</p>
    </div>
  );
}

function Head() {
  const { view, lang } = useStore(page);
  const classOnly = useStore(offer, (one) => one.classOnly);
  return (
    <header class="head">
      <a
        class="brand"
        href="#/"
        onClick={(event) => {
          event.preventDefault();
          go(classOnly ? "class" : "start");
        }}
      >
        <Mark />
        <span>samskapa</span>
      </a>
      {!classOnly && (
        <nav aria-label={t("app.views")}>
          {Object.keys(LATER).map((name) => (
            <button key={name} type="button" aria-current={view === name ? "page" : undefined} onClick={() => go(name)}>
              <Icon name={name} size={18} />
              <span>{t(`view.${name}`)}</span>
            </button>
          ))}
        </nav>
      )}
      <div class="head-end">
        {!classOnly && <Share />}
        <label class="lang">
          <span class="hidden">{t("app.language")}</span>
          <select
            value={lang}
            onChange={async (event) => {
              const next = event.currentTarget.value;
              await speak(next);
              page.set({ lang: next, langSaid: true });
            }}
          >
            {LANGUAGES.map((one) => (
              <option key={one} value={one} lang={one}>
                {NAMES[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
    </header>
  );
}

function Share() {
  const [done, setDone] = useState(false);
  async function copy() {
    const address = addressNow();
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      prompt(t("share.by_hand"), address); // no clipboard: another machine's page, or not allowed
      return;
    }
    setDone(true);
    say(t("share.copied"));
    setTimeout(() => setDone(false), 2500);
  }
  return (
    <button type="button" class="quiet" onClick={copy} title={t("share.about")}>
      <Icon name="share" size={16} />
      <span class="wide">{t(done ? "share.copied" : "share.copy")}</span>
    </button>
  );
}

/** What is the matter with the line to the server, while something is. */
function Line() {
  const { lost, busy } = useStore(line);
  const version = useStore(page, (one) => one.version);
  const own = useStore(line, (one) => one.version);
  return (
    <div class="line" role="status">
      {lost && <p class="lost">{t("state.lost")}</p>}
      {busy && !lost && <p class="busy">{t("state.busy")}</p>}
      {version && own && version !== own && <p class="busy">{t("state.version", { theirs: version, ours: own })}</p>}
    </div>
  );
}

function Said() {
  const words = useStore(spoken, (one) => one.words);
  return (
    <p class="hidden" aria-live="polite" aria-atomic="true">
      {words}
    </p>
  );
}

function Page() {
  const view = useStore(page, (one) => one.view);
  const lang = useStore(speech, (one) => one.lang);
  const [error, clear] = useErrorBoundary((one) => console.error(one));
  useEffect(() => {
    document.title = view === "start" ? `samskapa: ${t("app.title")}` : `${t(`view.${view}`)} · samskapa`;
  }, [view, lang]);
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main").focus();
        }}
      >
        {t("app.skip")}
      </a>
      <Head />
      <Line />
      <main id="main" tabIndex={-1} class={`view-${view}`}>
        {error ? (
          <div class="waiting">
            <p role="alert">{t("state.broken")}</p>
            <button type="button" class="main-button" onClick={clear}>
              {t("state.again")}
            </button>
          </div>
        ) : (
          <View name={view} />
        )}
      </main>
      <footer class="foot">
        <p>
          {t("app.foot")} {lang !== "en" && <span class="machine">{t("language.machine")}</span>}
        </p>
      </footer>
      <Said />
    </>
  );
}

await speak(page.get().lang);
render(<Page />, document.getElementById("page"));
arrive();
