export default {
  "key": "lasting",
  "minutes": 10,
  "worlds": {
    "thin": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "meeting_interval": 4, "staff_exit": 0.0035, "thickness": 0}
    },
    "thick": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "meeting_interval": 4, "staff_exit": 0.0035, "thickness": 1}
    },
    "thin_wave": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "meeting_interval": 4, "staff_exit": 0.0035, "thickness": 0},
      "changes": [
        {"week": 60, "parameter": "staff_exit", "value": 0.03},
        {"week": 86, "parameter": "staff_exit", "value": 0.0035}
      ]
    },
    "thick_wave": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "meeting_interval": 4, "staff_exit": 0.0035, "thickness": 1},
      "changes": [
        {"week": 60, "parameter": "staff_exit", "value": 0.03},
        {"week": 86, "parameter": "staff_exit", "value": 0.0035}
      ]
    }
  },
  "labels": {
    "thin": "lasting.world.thin",
    "thick": "lasting.world.thick",
    "thin_wave": "lasting.world.thin_wave",
    "thick_wave": "lasting.world.thick_wave"
  },
  "class_world": "thick",
  "steps": [
    {"kind": "story", "words": ["lasting.story.1", "lasting.story.2"], "picture": {"world": "thick", "week": 62}},
    {
      "kind": "predict",
      "key": "lasting.1",
      "question": "lasting.predict.question",
      "choices": ["lasting.predict.a", "lasting.predict.b", "lasting.predict.c", "lasting.predict.d"],
      "right": 2
    },
    {
      "kind": "reveal",
      "words": ["lasting.reveal.1"],
      "show": [
        {"view": "ensemble", "a": "thick", "b": "thin", "outcomes": ["norm", "routine"], "runs": 100},
        {
          "view": "worlds",
          "worlds": ["thin", "thick"],
          "summaries": ["own_meetings_total", "attendance_after", "staff_hours_total"],
          "runs": 100
        }
      ],
      "answer": "lasting.answer"
    },
    {"kind": "story", "words": ["lasting.wave.1"]},
    {
      "kind": "predict",
      "key": "lasting.2",
      "question": "lasting.wave.question",
      "choices": ["lasting.wave.a", "lasting.wave.b", "lasting.wave.c"],
      "right": 1
    },
    {
      "kind": "reveal",
      "words": ["lasting.loss.1"],
      "show": [
        {"view": "ensemble", "a": "thick_wave", "b": "thick", "outcomes": ["routine", "norm"], "runs": 100},
        {
          "view": "worlds",
          "worlds": ["thin", "thin_wave", "thick", "thick_wave"],
          "summaries": ["own_meetings_total", "attendance_after"],
          "runs": 100
        }
      ],
      "answer": "lasting.loss.answer"
    },
    {
      "kind": "task",
      "words": ["lasting.task.1"],
      "goal": "lasting.task.goal",
      "world": "thick_wave",
      "against": "thick",
      "levers": [
        {"name": "tacit_share", "low": 0.2, "high": 0.5, "step": 0.05},
        {"name": "protected_time", "low": 0, "high": 0.2, "step": 0.05},
        {"name": "candour", "low": 0, "high": 1, "step": 0.1},
        {"name": "hero_support", "low": 0, "high": 1, "step": 0.1},
        {"name": "delivery_capacity", "low": 0.1, "high": 0.3, "step": 0.02}
      ],
      "outcomes": ["norm", "routine"],
      "runs": 48,
      "conditions": [{"summary": "own_meetings_total", "of": "difference", "at_least": -1}],
      "hints": ["lasting.task.hint.1", "lasting.task.hint.2"],
      "done": "lasting.task.done"
    },
    {"kind": "story", "words": ["lasting.end.1"]}
  ],
  "sheet": [
    {"heading": "sheet.goals", "text": ["lasting.sheet.goals.1", "lasting.sheet.goals.2"]},
    {"heading": "sheet.timing", "text": ["lasting.sheet.timing.1"]},
    {"heading": "sheet.say", "text": ["lasting.sheet.say.1", "lasting.sheet.say.2"]},
    {"heading": "sheet.ask", "text": ["lasting.sheet.ask.1", "lasting.sheet.ask.2"]},
    {"heading": "sheet.answers", "text": ["lasting.sheet.answers.1", "lasting.sheet.answers.2"]},
    {"heading": "sheet.leaves_out", "text": ["lasting.sheet.leaves_out.1", "lasting.sheet.leaves_out.2"]}
  ]
};
