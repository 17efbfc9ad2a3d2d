// The teacher's sheet of a lesson, made to be printed.

import { Icon } from "../../draw/icons.jsx";
import { t } from "../../words/index.js";

export function Sheet({ lesson, onClose }) {
  return (
    <article class="sheet card">
      <p class="sheet-bar">
        <button type="button" class="quiet" onClick={onClose}>
          {t("learn.sheet.close")}
        </button>
        <button type="button" class="quiet" onClick={() => print()}>
          <Icon name="print" size={16} />
          {t("keep.print")}
        </button>
      </p>
      <h1>
        {t("learn.sheet")}: {t(`${lesson.key}.title`)}
      </h1>
      <p class="soft">{t("learn.minutes", { n: lesson.minutes })}</p>
      {lesson.sheet.map((part) => (
        <section key={part.heading}>
          <h2>{t(part.heading)}</h2>
          <ul>
            {part.text.map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
        </section>
      ))}
      <section>
        <h2>{t("learn.sheet.questions")}</h2>
        <ol>
          {lesson.steps
            .filter((one) => one.question)
            .map((one) => (
              <li key={one.key}>
                {t(one.question)}
                {one.choices && (
                  <ul>
                    {one.choices.map((choice, n) => (
                      <li key={choice}>
                        {t(choice)}
                        {n === one.right && ` (${t("learn.sheet.right")})`}
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
        </ol>
      </section>
    </article>
  );
}
