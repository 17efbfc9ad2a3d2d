// Votes as bars.

import { number, t } from "../../words/index.js";

export function Tally({ tally, words, right, mine }) {
  const most = Math.max(1, ...tally);
  return (
    <table class="tally-bars">
      <caption class="hidden">{t("class.tally")}</caption>
      <tbody>
        {tally.map((count, n) => (
          <tr key={n} class={n === right ? "is-right" : ""}>
            <th scope="row">
              {words[n]}
              {n === right && <span class="soft"> ({t("learn.sheet.right")})</span>}
              {n === mine && <span class="soft"> ({t("class.mine")})</span>}
            </th>
            <td class="bar-cell">
              <span class="bar-line" aria-hidden="true">
                <span style={{ width: `${(100 * count) / most}%` }} />
              </span>
            </td>
            <td>{number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Words of the choices of a question. */
export function choiceWords(found, choices) {
  if (found?.step.choices) return found.step.choices.map((key) => t(key));
  if (found?.step.items) return found.step.items.map((item) => t(found.lesson.labels[item]));
  return Array.from({ length: choices }, (_, n) => String(n + 1));
}
