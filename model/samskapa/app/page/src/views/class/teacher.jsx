// The teacher's screen: how to join, a question and its votes, the meetings of the house and what came of them.

import { useMemo, useState } from "preact/hooks";
import { askFor, Refused } from "../../api/ask.js";
import { refusal } from "../../controls/scenario_file.jsx";
import { Chart } from "../../draw/chart.jsx";
import { SIDES } from "../../draw/colours.js";
import { axisUnit, inUnit, named, number, percent, t, unitNote } from "../../words/index.js";
import { lessonWorld } from "../learn/show_bands.jsx";
import { questionOf, useRoom } from "./room.js";
import { Closed } from "./pupil.jsx";
import { Qr } from "./qr.jsx";
import { choiceWords, Tally } from "./tally.jsx";

export function OpenForm({ lessons, onOpened }) {
  const [key, setKey] = useState(lessons[0].key);
  const [problem, setProblem] = useState("");
  async function open(event) {
    event.preventDefault();
    const lesson = lessons.find((one) => one.key === key);
    const { scenario, set, changes } = lessonWorld(lesson, lesson.class_world);
    try {
      const { teacher } = await askFor("class/open", { world: { scenario, set, changes }, hours: 3 });
      onOpened({ teacher, lesson: key });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(refusal(error));
    }
  }
  return (
    <form class="card join" onSubmit={open}>
      <h2>{t("class.open")}</h2>
      <label for="class-lesson">{t("class.lesson")}</label>
      <select id="class-lesson" value={key} onChange={(event) => setKey(event.currentTarget.value)}>
        {lessons.map((one) => (
          <option key={one.key} value={one.key}>
            {t(`${one.key}.title`)}
          </option>
        ))}
      </select>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="main-button">
        {t("class.open.go")}
      </button>
    </form>
  );
}

export function Teacher({ meta, lessons, seat, onLeave }) {
  const [closed, setClosed] = useState(false);
  const { state, problem, act } = useRoom({ teacher: seat.teacher }, () => setClosed(true));
  if (closed) return <Closed onLeave={onLeave} />;
  if (!state)
    return (
      <p class="waiting" role="status">
        {t("state.loading")}
      </p>
    );
  const lesson = lessons.find((one) => one.key === seat.lesson) ?? lessons[0];
  return (
    <div class="teacher">
      <h1 class="hidden">{t("class.title")}</h1>
      {problem && (
        <p class="problem" role="alert">
          {refusal(problem)}
        </p>
      )}
      <Joining state={state} />
      <Questions {...{ lessons, lesson, state, act }} />
      <House {...{ meta, state, act }} />
      <p class="teacher-end">
        <button
          type="button"
          class="quiet"
          onClick={async () => {
            await askFor("class/close", { teacher: seat.teacher });
            onLeave();
          }}
        >
          {t("class.close")}
        </button>
        <span class="soft">{t("class.privacy")}</span>
      </p>
    </div>
  );
}

function Joining({ state }) {
  const address = state.link.split("#")[0];
  return (
    <section class="card joining">
      <Qr rows={state.qr} name={t("class.qr")} />
      <div>
        <h2>{t("class.how")}</h2>
        <p>
          {t("class.go_to")} <strong class="address">{address}</strong>
        </p>
        <p>{t("class.and_code")}</p>
        <p class="code">{state.code}</p>
        <p class="members" role="status">
          {t("class.members", { n: state.members })}
        </p>
      </div>
    </section>
  );
}

function Questions({ lessons, lesson, state, act }) {
  const asked = lesson.steps.filter((one) => one.kind === "predict");
  const { question } = state;
  const found = question && questionOf(lessons, question.key);
  return (
    <section class="card">
      <h2>{t("class.questions")}</h2>
      <ul class="ask-list">
        {asked.map((step) => (
          <li key={step.key}>
            <button
              type="button"
              class="quiet"
              aria-pressed={question?.key === step.key}
              onClick={() => act("ask", { question: step.key, choices: step.choices.length })}
            >
              {t("class.ask")}
            </button>
            <span>{t(step.question)}</span>
          </li>
        ))}
      </ul>
      {question && (
        <div class="open-question">
          <h3>{found ? t(found.step.question) : question.key}</h3>
          {!question.revealed && (
            <p class="big-number" role="status">
              {t("class.votes", { votes: question.votes, members: state.members })}
            </p>
          )}
          {!question.revealed && (
            <ul class="prose">
              {choiceWords(found, question.choices).map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
          {question.revealed && (
            <Tally tally={question.tally} words={choiceWords(found, question.choices)} right={found?.step.right} />
          )}
          {!question.revealed && (
            <button type="button" class="main-button" onClick={() => act("advance", { to: "reveal" })}>
              {t("class.reveal")}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function House({ meta, state, act }) {
  const { meeting, run } = state;
  const over = meeting && meeting.number > meeting.of;
  return (
    <section class="card">
      <h2>{t("class.house")}</h2>
      <p class="soft">{t("class.house.about")}</p>
      {meeting && !over && (
        <p class="meeting-line">
          <strong>{t("class.meeting", { number: meeting.number, of: meeting.of, week: meeting.week })}</strong>{" "}
          <span role="status">{t("class.coming", { decided: meeting.decided, coming: meeting.coming })}</span>
        </p>
      )}
      {over && (
        <p>
          <strong>{t("class.over")}</strong>
        </p>
      )}
      <p class="keep-ways">
        {!over && (
          <button type="button" class="main-button" onClick={() => act("advance", { to: "meeting" })}>
            {t("class.hold")}
          </button>
        )}
        <button type="button" class="quiet" onClick={() => act("advance", { to: "start" })}>
          {t("class.restart")}
        </button>
      </p>
      {run && meta && <Series meta={meta} run={run} />}
      {run?.meetings.length > 0 && <Meetings meetings={run.meetings} />}
    </section>
  );
}

function Series({ meta, run }) {
  const weeks = Math.max(2, ...Object.values(run.usual).map((one) => one.length), run.weeks);
  return (
    <div>
      <p class="worlds-line">
        <span>
          <span class="chip a">A</span> {t("class.series.ours")}
        </span>{" "}
        <span>
          <span class="chip b">B</span> {t("class.series.usual")}
        </span>
      </p>
      <div class="charts">
        {Object.keys(run.series)
          .slice(0, 4)
          .map((name) => (
            <One key={name} {...{ meta, name, run, weeks }} />
          ))}
      </div>
    </div>
  );
}

function One({ meta, name, run, weeks }) {
  const worlds = useMemo(
    () =>
      [
        ["b", run.usual[name]],
        ["a", run.series[name]],
      ]
        .filter(([, line]) => line?.length)
        .map(([side, line]) => ({
          letter: SIDES[side].letter,
          colour: SIDES[side].line,
          text: SIDES[side].text,
          dash: SIDES[side].dash,
          line,
        })),
    [run.weeks, name, run.usual[name]?.length],
  );
  const { unit } = meta.outcome[name];
  const last = run.series[name].at(-1);
  const write = (value) => (value === undefined ? "–" : inUnit(value, unit));
  return (
    <figure class="card">
      <figcaption>
        <h3>{named("outcome", name)}</h3>
        <p class="now text-a">{write(last)}</p>
      </figcaption>
      <p class="axis-note up" aria-hidden="true">
        {axisUnit(unit)}
      </p>
      <Chart
        worlds={worlds}
        weeks={weeks}
        unit={unit}
        height={130}
        name={`${named("outcome", name)}${unitNote(unit)}: ${write(last)}`}
        ticks={(value) => (unit.startsWith("share") ? percent(value) : number(value))}
      />
      <p class="axis-note" aria-hidden="true">
        {t("axis.weeks")}
      </p>
    </figure>
  );
}

function Meetings({ meetings }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={t("class.meetings")}>
      <table>
        <caption>{t("class.meetings")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("axis.week")}</th>
            <th scope="col">{t("class.came")}</th>
            <th scope="col">{t("class.by_pupils")}</th>
            <th scope="col">{t("class.by_model")}</th>
          </tr>
        </thead>
        <tbody>
          {meetings.map((one) => (
            <tr key={one.week}>
              <th scope="row">{one.week}</th>
              <td>
                {one.attended} / {one.invited}
              </td>
              <td>
                {one.came_by_pupils} / {one.held_by_pupils}
              </td>
              <td>{one.came_by_model}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
