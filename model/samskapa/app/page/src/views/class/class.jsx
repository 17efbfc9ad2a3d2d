// A class: the teacher opens a room, pupils join from phones in the same network, vote, and decide for a resident.

import { useEffect, useState } from "preact/hooks";
import { get } from "../../api/ask.js";
import { page } from "../../state/page.js";
import { useStore } from "../../state/store.js";
import { t } from "../../words/index.js";
import { useLessons } from "../learn/learn.jsx";
import { Pupil, JoinForm } from "./pupil.jsx";
import { kept, keep } from "./room.js";
import { OpenForm, Teacher } from "./teacher.jsx";

export function View({ meta }) {
  const lessons = useLessons();
  const code = useStore(page, (one) => one.code);
  const [about, setAbout] = useState(null);
  const [seat, setSeat] = useState(kept());
  useEffect(() => {
    get("class").then(setAbout, () => setAbout({ on: false }));
  }, []);
  if (!lessons || !about)
    return (
      <p class="waiting" role="status">
        {t("state.loading")}
      </p>
    );
  const take = (next) => {
    keep(next);
    setSeat(next);
  };
  const leave = () => take(null);
  if (!about.on) return <Off />;
  if (seat?.teacher) return <Teacher {...{ meta, lessons, seat }} onLeave={leave} />;
  if (seat?.member) return <Pupil {...{ meta, lessons, seat }} onLeave={leave} />;
  return (
    <div class="class-doors">
      <h1>{t("class.title")}</h1>
      <JoinForm code={code} onJoined={take} />
      {about.local && <OpenForm {...{ meta, lessons }} onOpened={take} />}
    </div>
  );
}

/** How to start a class when the server was started without one. */
function Off() {
  return (
    <div class="class-doors">
      <h1>{t("class.title")}</h1>
      <div class="card prose">
        <p>{t("class.about")}</p>
        <p>{t("class.off")}</p>
        <pre>
          <code>samskapa app --class</code>
        </pre>
        <p class="soft">{t("class.privacy")}</p>
      </div>
    </div>
  );
}
