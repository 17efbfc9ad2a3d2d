export default {
  "key": "trap",
  "minutes": 10,
  "worlds": {
    "low": {
      "scenario": "tiny_trap",
      "set": {
        "project_weeks": 182,
        "meeting_interval": 4,
        "engagement_start": 0.3,
        "first_prediction_shift": -0.15,
        "belief_start": 0.15
      }
    },
    "high": {
      "scenario": "tiny_trap",
      "set": {
        "project_weeks": 182,
        "meeting_interval": 4,
        "engagement_start": 0.3,
        "first_prediction_shift": 0.6,
        "belief_start": 0.7
      }
    },
    "house": {"scenario": "tiny_trap"}
  },
  "labels": {"low": "trap.world.low", "high": "trap.world.high", "house": "trap.world.house"},
  "class_world": "house",
  "steps": [
    {
      "kind": "story",
      "words": ["trap.story.1", "trap.story.2", "trap.story.3"],
      "picture": {"world": "low", "week": 30}
    },
    {
      "kind": "predict",
      "key": "trap.1",
      "question": "trap.predict.question",
      "choices": ["trap.predict.a", "trap.predict.b", "trap.predict.c"],
      "right": 2
    },
    {
      "kind": "reveal",
      "words": ["trap.reveal.1"],
      "show": [
        {
          "view": "ensemble",
          "a": "high",
          "b": "low",
          "outcomes": ["norm", "prediction", "engagement"],
          "runs": 100
        },
        {"view": "worlds", "worlds": ["high", "low"], "summaries": ["good_state", "trap"], "runs": 100}
      ],
      "answer": "trap.answer"
    },
    {
      "kind": "reveal",
      "words": ["trap.map.1"],
      "show": [
        {
          "view": "trapmap",
          "world": "low",
          "x": {"name": "belief_start", "low": 0.1, "high": 0.7},
          "y": {"name": "first_prediction_shift", "low": -0.15, "high": 0.6},
          "runs": 8
        }
      ],
      "answer": "trap.map.answer"
    },
    {
      "kind": "task",
      "words": ["trap.tipping.1"],
      "goal": "trap.tipping.goal",
      "world": "low",
      "levers": [
        {"name": "first_prediction_shift", "low": -0.15, "high": 0.6, "step": 0.05},
        {"name": "belief_start", "low": 0.1, "high": 0.7, "step": 0.05}
      ],
      "outcomes": ["norm", "prediction"],
      "runs": 48,
      "conditions": [
        {"summary": "good_state", "of": "a", "at_least": 0.4},
        {"summary": "good_state", "of": "a", "at_most": 0.6}
      ],
      "hints": ["trap.tipping.hint.1", "trap.tipping.hint.2"],
      "done": "trap.tipping.done"
    },
    {
      "kind": "task",
      "words": ["trap.staff.1"],
      "goal": "trap.staff.goal",
      "world": "low",
      "levers": [{"name": "engagement_start", "low": 0.2, "high": 0.9, "step": 0.05}],
      "outcomes": ["norm", "engagement"],
      "runs": 48,
      "conditions": [{"summary": "good_state", "of": "a", "at_least": 0.8}, {"lever": "engagement_start", "at_most": 0.75}],
      "hints": ["trap.staff.hint.1", "trap.staff.hint.2"],
      "done": "trap.staff.done"
    },
    {"kind": "story", "words": ["trap.end.1"]}
  ],
  "sheet": [
    {"heading": "sheet.goals", "text": ["trap.sheet.goals.1", "trap.sheet.goals.2"]},
    {"heading": "sheet.timing", "text": ["trap.sheet.timing.1"]},
    {"heading": "sheet.say", "text": ["trap.sheet.say.1", "trap.sheet.say.2"]},
    {"heading": "sheet.ask", "text": ["trap.sheet.ask.1", "trap.sheet.ask.2"]},
    {"heading": "sheet.answers", "text": ["trap.sheet.answers.1", "trap.sheet.answers.2"]},
    {"heading": "sheet.leaves_out", "text": ["trap.sheet.leaves_out.1", "trap.sheet.leaves_out.2"]}
  ]
};
