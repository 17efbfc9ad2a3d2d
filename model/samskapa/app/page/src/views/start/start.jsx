// The first page: three doors, and the one picture of the trap.

import { Icon } from "../../draw/icons.jsx";
import { go } from "../../state/page.js";
import { t } from "../../words/index.js";
import { TrapPicture } from "./trap_picture.jsx";

const DOORS = ["watch", "compare", "learn"];

export function Start() {
  return (
    <div class="start">
      <div class="hero">
        <div class="lead">
          <h1>{t("start.title")}</h1>
          <p>{t("start.lead")}</p>
        </div>
        <TrapPicture />
      </div>
      <ul class="doors">
        {DOORS.map((name) => (
          <li key={name}>
            <button type="button" class={`door door-${name}`} onClick={() => go(name)}>
              <Icon name={name} size={30} />
              <strong>{t(`start.${name}`)}</strong>
              <span>{t(`start.${name}.about`)}</span>
              <Icon name="arrow" size={20} />
            </button>
          </li>
        ))}
      </ul>
      <div class="promises">
        {[1, 2, 3].map((n) => (
          <p key={n}>
            <strong>{t(`start.promise.${n}`)}</strong> {t(`start.promise.${n}.about`)}
          </p>
        ))}
      </div>
      <p class="soft limits">{t("start.limits")}</p>
    </div>
  );
}
