// A pupil's phone: join by code, vote, decide for a resident.

import { useState } from "preact/hooks";
import { askFor, Refused } from "../../api/ask.js";
import { refusal } from "../../controls/scenario_file.jsx";
import { inUnit, named, t, unitNote } from "../../words/index.js";
import { questionOf, useRoom } from "./room.js";
import { choiceWords, Tally } from "./tally.jsx";

export function JoinForm({ code, onJoined }) {
  const [typed, setTyped] = useState(code ?? "");
  const [problem, setProblem] = useState("");
  async function join(event) {
    event.preventDefault();
    try {
      const { member } = await askFor("class/join", { code: typed });
      onJoined({ member });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(
        t(
          error.status === 404
            ? "class.unknown"
            : error.status === 410
              ? "class.closed"
              : error.status === 429
                ? "class.too_many"
                : "class.refused",
        ),
      );
    }
  }
  return (
    <form class="card join" onSubmit={join}>
      <h2>{t("class.join")}</h2>
      <label for="class-code">{t("class.code")}</label>
      <input
        id="class-code"
        type="text"
        value={typed}
        required
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby="class-code-about"
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <p id="class-code-about" class="soft">
        {t("class.code.about")}
      </p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="main-button">
        {t("class.join.go")}
      </button>
      <p class="soft">{t("class.privacy")}</p>
    </form>
  );
}

export function Pupil({ lessons, seat, onLeave }) {
  const [closed, setClosed] = useState(false);
  const { state, problem, act } = useRoom({ member: seat.member }, () => setClosed(true));
  if (closed) return <Closed onLeave={onLeave} />;
  if (!state)
    return (
      <p class="waiting" role="status">
        {t("state.loading")}
      </p>
    );
  return (
    <div class="pupil">
      <h1>{t("class.you_are", { number: state.mine.resident })}</h1>
      {problem && (
        <p class="problem" role="alert">
          {refusal(problem)}
        </p>
      )}
      {state.question && <Question {...{ lessons, state, act }} />}
      <Resident {...{ state, act }} />
      <p>
        <button type="button" class="quiet" onClick={onLeave}>
          {t("class.leave")}
        </button>
      </p>
    </div>
  );
}

/** The room is closed; votes and seats are gone. */
export function Closed({ onLeave }) {
  return (
    <div class="class-doors">
      <div class="card">
        <p role="status">{t("class.closed")}</p>
        <button type="button" class="main-button" onClick={onLeave}>
          {t("class.leave")}
        </button>
      </div>
    </div>
  );
}

function Question({ lessons, state, act }) {
  const { question, mine } = state;
  const found = questionOf(lessons, question.key);
  const words = choiceWords(found, question.choices);
  if (question.revealed) {
    return (
      <section class="card">
        <h2>{found ? t(found.step.question) : t("class.question")}</h2>
        <Tally tally={question.tally} words={words} right={found?.step.right} mine={mine.vote} />
      </section>
    );
  }
  return (
    <fieldset class="card choices">
      <legend>
        <h2>{found ? t(found.step.question) : t("class.question")}</h2>
      </legend>
      {words.map((choice, n) => (
        <label key={n} class="choice">
          <input
            type="radio"
            name={`${question.key}-${question.round}`}
            checked={mine.vote === n}
            onChange={() => act("vote", { choice: n })}
          />
          <span>{choice}</span>
        </label>
      ))}
      <p class="soft" role="status">
        {mine.vote === null ? t("class.vote_now") : t("class.voted")}
      </p>
    </fieldset>
  );
}

const STATES = [
  ["trust", "share", 1],
  ["prediction", "share", 1],
  ["confidence", "share", 1],
  ["disappointment", "stock 0 to 2", 2],
];

function Resident({ state, act }) {
  const { mine, meeting } = state;
  return (
    <section class="card">
      <h2>{t("class.resident", { number: mine.resident })}</h2>
      <table>
        <caption class="hidden">{t("class.resident", { number: mine.resident })}</caption>
        <tbody>
          {STATES.map(([name, unit, most]) => (
            <tr key={name}>
              <th scope="row">
                {named("outcome", name)}
                <span class="soft">{unitNote(unit)}</span>
              </th>
              <td class="bar-cell">
                <span class="bar-line" aria-hidden="true">
                  <span style={{ width: `${Math.min(100, (100 * (mine[name] ?? 0)) / most)}%` }} />
                </span>
              </td>
              <td>{inUnit(mine[name], unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="soft">{t("class.invited", { invited: mine.invited, came: mine.came })}</p>
      {meeting && meeting.number <= meeting.of && (
        <div class="decide">
          <h3>{t("class.meeting", { number: meeting.number, of: meeting.of, week: meeting.week })}</h3>
          <div class="segmented" role="group" aria-label={t("class.decide")}>
            {[true, false].map((comes) => (
              <button
                key={String(comes)}
                type="button"
                aria-pressed={mine.comes === comes}
                onClick={() => act("decide", { comes })}
              >
                {t(comes ? "class.comes" : "class.stays")}
              </button>
            ))}
          </div>
          <p class="soft">{mine.comes === null ? t("class.undecided") : t("class.decided")}</p>
        </div>
      )}
      {meeting && meeting.number > meeting.of && <p>{t("class.over")}</p>}
    </section>
  );
}
