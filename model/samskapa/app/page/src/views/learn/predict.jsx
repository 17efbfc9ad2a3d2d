// Asking before showing: one of several choices, or an order of worlds.

import { useState } from "preact/hooks";
import { Icon } from "../../draw/icons.jsx";
import { t } from "../../words/index.js";

export function Predict({ step, given, onGiven }) {
  return (
    <fieldset class="choices">
      <legend>
        <h2>{t(step.question)}</h2>
      </legend>
      {step.choices.map((choice, n) => (
        <label key={choice} class="choice">
          <input type="radio" name={step.key} checked={given[step.key] === n} onChange={() => onGiven(n)} />
          <span>{t(choice)}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Order({ lesson, step, given, onGiven }) {
  const [order, setOrder] = useState(given[step.key] ?? step.items);
  const swap = (n, by) => {
    const next = [...order];
    [next[n], next[n + by]] = [next[n + by], next[n]];
    setOrder(next);
    onGiven(next);
  };
  return (
    <div class="order">
      <h2 id="order-question">{t(step.question)}</h2>
      <ol aria-labelledby="order-question">
        {order.map((item, n) => {
          const name = t(lesson.labels[item]);
          return (
            <li key={item}>
              <span class="number" aria-hidden="true">
                {n + 1}
              </span>
              <span>{name}</span>
              <button
                type="button"
                class="round"
                disabled={n === 0}
                aria-label={t("learn.up", { what: name })}
                onClick={() => swap(n, -1)}
              >
                <Icon name="up" />
              </button>
              <button
                type="button"
                class="round"
                disabled={n === order.length - 1}
                aria-label={t("learn.down", { what: name })}
                onClick={() => swap(n, 1)}
              >
                <Icon name="downwards" />
              </button>
            </li>
          );
        })}
      </ol>
      <p>
        <button type="button" class="quiet" onClick={() => onGiven(order)}>
          {t("learn.order_stands")}
        </button>
      </p>
    </div>
  );
}
