export default {
  "key": "leadership",
  "minutes": 10,
  "worlds": {
    "nn": {"scenario": "tiny_trap", "set": {"engagement_start": 0.15, "buy_in_start": 0.15}},
    "en": {"scenario": "tiny_trap", "set": {"engagement_start": 0.65, "buy_in_start": 0.15}},
    "nl": {"scenario": "tiny_trap", "set": {"engagement_start": 0.15, "buy_in_start": 0.7}},
    "el": {"scenario": "tiny_trap", "set": {"engagement_start": 0.65, "buy_in_start": 0.7}},
    "e_front": {"scenario": "tiny_trap", "set": {"engagement_start": 0.65, "buy_in_start": 0.15, "anchoring_workers": 0.8}},
    "e_managers": {"scenario": "tiny_trap", "set": {"engagement_start": 0.65, "buy_in_start": 0.15, "anchoring_managers": 0.8}},
    "m_none": {"scenario": "tiny_trap", "set": {"engagement_start": 0.4, "buy_in_start": 0.3, "mandated": 1}},
    "m_front": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.4, "buy_in_start": 0.3, "mandated": 1, "anchoring_workers": 0.8}
    },
    "m_managers": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.4, "buy_in_start": 0.3, "mandated": 1, "anchoring_managers": 0.8}
    },
    "m_before": {
      "scenario": "tiny_trap",
      "set": {
        "engagement_start": 0.4,
        "buy_in_start": 0.3,
        "mandated": 1,
        "anchoring_workers": 0.4,
        "anchoring_managers": 0.4
      }
    },
    "m_after": {
      "scenario": "tiny_trap",
      "set": {
        "engagement_start": 0.4,
        "buy_in_start": 0.3,
        "mandated": 1,
        "anchoring_workers": 0.4,
        "anchoring_managers": 0.4,
        "anchoring_week": 26
      }
    }
  },
  "labels": {
    "nn": "leadership.world.nn",
    "en": "leadership.world.en",
    "nl": "leadership.world.nl",
    "el": "leadership.world.el",
    "e_front": "leadership.world.e_front",
    "e_managers": "leadership.world.e_managers",
    "m_none": "leadership.world.m_none",
    "m_front": "leadership.world.m_front",
    "m_managers": "leadership.world.m_managers",
    "m_before": "leadership.world.m_before",
    "m_after": "leadership.world.m_after"
  },
  "class_world": "en",
  "steps": [
    {
      "kind": "story",
      "words": ["leadership.story.1", "leadership.story.2"],
      "picture": {"world": "nl", "week": 44}
    },
    {
      "kind": "order",
      "key": "leadership.1",
      "question": "leadership.order.question",
      "items": ["nl", "nn", "el", "en"],
      "summary": "attendance_in_project"
    },
    {
      "kind": "reveal",
      "words": ["leadership.reveal.1"],
      "show": [
        {
          "view": "worlds",
          "worlds": ["el", "en", "nl", "nn"],
          "summaries": ["attendance_in_project", "attendance_after", "trust_final"],
          "runs": 100
        }
      ],
      "answer": "leadership.answer"
    },
    {
      "kind": "predict",
      "key": "leadership.2",
      "question": "leadership.budget.question",
      "choices": ["leadership.budget.a", "leadership.budget.b", "leadership.budget.c"],
      "right": 1
    },
    {
      "kind": "predict",
      "key": "leadership.3",
      "question": "leadership.ordered.question",
      "choices": ["leadership.ordered.a", "leadership.ordered.b", "leadership.ordered.c"],
      "right": 0
    },
    {
      "kind": "reveal",
      "words": ["leadership.money.1"],
      "show": [
        {
          "view": "worlds",
          "worlds": ["e_front", "e_managers"],
          "summaries": ["trust_final", "attendance_after"],
          "runs": 100
        },
        {
          "view": "worlds",
          "worlds": ["m_front", "m_managers"],
          "summaries": ["attendance_in_project"],
          "runs": 100
        },
        {"view": "worlds", "worlds": ["m_before", "m_after"], "summaries": ["attendance_in_project"], "runs": 100}
      ],
      "answer": "leadership.money.answer"
    },
    {
      "kind": "task",
      "words": ["leadership.task.1"],
      "goal": "leadership.task.goal",
      "world": "m_none",
      "against": "m_none",
      "levers": [
        {"name": "anchoring_week", "low": -12, "high": 26, "step": 1},
        {"name": "anchoring_workers", "low": 0, "high": 0.4, "step": 0.1},
        {"name": "anchoring_managers", "low": 0, "high": 0.4, "step": 0.1}
      ],
      "outcomes": ["norm", "trust"],
      "runs": 48,
      "conditions": [
        {"summary": "attendance_in_project", "of": "difference", "at_least": 0.05},
        {"summary": "trust_final", "of": "difference", "at_least": 0.05}
      ],
      "hints": ["leadership.task.hint.1", "leadership.task.hint.2"],
      "done": "leadership.task.done"
    },
    {"kind": "story", "words": ["leadership.end.1"]}
  ],
  "sheet": [
    {"heading": "sheet.goals", "text": ["leadership.sheet.goals.1", "leadership.sheet.goals.2"]},
    {"heading": "sheet.timing", "text": ["leadership.sheet.timing.1"]},
    {"heading": "sheet.say", "text": ["leadership.sheet.say.1", "leadership.sheet.say.2"]},
    {"heading": "sheet.ask", "text": ["leadership.sheet.ask.1", "leadership.sheet.ask.2"]},
    {"heading": "sheet.answers", "text": ["leadership.sheet.answers.1", "leadership.sheet.answers.2"]},
    {"heading": "sheet.leaves_out", "text": ["leadership.sheet.leaves_out.1", "leadership.sheet.leaves_out.2"]}
  ]
};
