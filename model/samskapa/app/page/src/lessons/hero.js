export default {
  "key": "hero",
  "minutes": 10,
  "worlds": {
    "never": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.45, "hero_share": 0.15, "scouting": 0, "hero_support": 0}
    },
    "find_leave": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.45, "hero_share": 0.15, "scouting": 0.5, "hero_support": 0}
    },
    "find_support": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.45, "hero_share": 0.15, "scouting": 0.5, "hero_support": 1}
    }
  },
  "labels": {"never": "hero.world.never", "find_leave": "hero.world.find_leave", "find_support": "hero.world.find_support"},
  "class_world": "find_support",
  "steps": [
    {"kind": "story", "words": ["hero.story.1", "hero.story.2"], "picture": {"world": "never", "week": 28}},
    {
      "kind": "predict",
      "key": "hero.1",
      "question": "hero.alone.question",
      "choices": ["hero.alone.a", "hero.alone.b", "hero.alone.c"],
      "right": 2
    },
    {
      "kind": "predict",
      "key": "hero.2",
      "question": "hero.many.question",
      "choices": ["hero.many.a", "hero.many.b", "hero.many.c"],
      "right": 2
    },
    {
      "kind": "reveal",
      "words": ["hero.reveal.1"],
      "show": [
        {
          "view": "worlds",
          "worlds": ["never", "find_leave", "find_support"],
          "summaries": ["attendance_in_project", "prediction_final"],
          "runs": 100
        },
        {"view": "who_changed", "a": "find_leave", "b": "never", "chance_seed": 6}
      ],
      "answer": "hero.answer"
    },
    {
      "kind": "reveal",
      "words": ["hero.who.1", "hero.who.2"],
      "show": [
        {"view": "who_changed", "a": "find_support", "b": "never", "chance_seed": 6},
        {"view": "watch", "world": "find_support", "week": 26, "chance_seed": 6}
      ],
      "answer": "hero.who.answer"
    },
    {
      "kind": "task",
      "words": ["hero.task.1"],
      "goal": "hero.task.goal",
      "world": "never",
      "against": "never",
      "levers": [
        {"name": "scouting", "low": 0, "high": 0.6, "step": 0.05},
        {"name": "hero_support", "low": 0, "high": 1, "step": 0.1}
      ],
      "outcomes": ["norm", "prediction"],
      "runs": 48,
      "conditions": [
        {"summary": "attendance_in_project", "of": "difference", "at_least": 0.05},
        {"summary": "attendance_in_project", "of": "a_better", "at_least": 0.8},
        {"lever": "scouting", "at_most": 0.3}
      ],
      "hints": ["hero.task.hint.1", "hero.task.hint.2"],
      "done": "hero.task.done"
    },
    {"kind": "story", "words": ["hero.end.1"]}
  ],
  "sheet": [
    {"heading": "sheet.goals", "text": ["hero.sheet.goals.1", "hero.sheet.goals.2"]},
    {"heading": "sheet.timing", "text": ["hero.sheet.timing.1"]},
    {"heading": "sheet.say", "text": ["hero.sheet.say.1", "hero.sheet.say.2"]},
    {"heading": "sheet.ask", "text": ["hero.sheet.ask.1", "hero.sheet.ask.2"]},
    {"heading": "sheet.answers", "text": ["hero.sheet.answers.1", "hero.sheet.answers.2"]},
    {"heading": "sheet.leaves_out", "text": ["hero.sheet.leaves_out.1", "hero.sheet.leaves_out.2"]}
  ]
};
