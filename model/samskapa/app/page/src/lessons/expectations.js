export default {
  "key": "expectations",
  "minutes": 10,
  "worlds": {
    "none": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "overpromising": 0.45, "awakening": 0.4, "delivery_capacity": 0.05, "project": 0}
    },
    "full": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "overpromising": 0.45, "awakening": 0.4, "delivery_capacity": 0.05}
    },
    "prepared": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "overpromising": 0.45, "awakening": 0.4, "delivery_capacity": 0.05, "prework": 1}
    },
    "rarer": {
      "scenario": "tiny_trap",
      "set": {
        "engagement_start": 0.6,
        "overpromising": 0.45,
        "awakening": 0.4,
        "delivery_capacity": 0.05,
        "meeting_interval": 20
      }
    },
    "honest": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "overpromising": 0, "awakening": 0.4, "delivery_capacity": 0.05, "candour": 1}
    },
    "candid": {
      "scenario": "tiny_trap",
      "set": {"engagement_start": 0.6, "overpromising": 0.45, "awakening": 0.4, "delivery_capacity": 0.05, "candour": 1}
    }
  },
  "labels": {
    "none": "expectations.world.none",
    "full": "expectations.world.full",
    "prepared": "expectations.world.prepared",
    "rarer": "expectations.world.rarer",
    "honest": "expectations.world.honest",
    "candid": "expectations.world.candid"
  },
  "class_world": "full",
  "steps": [
    {
      "kind": "story",
      "words": ["expectations.story.1", "expectations.story.2"],
      "picture": {"world": "full", "week": 44}
    },
    {
      "kind": "predict",
      "key": "expectations.1",
      "question": "expectations.predict.question",
      "choices": ["expectations.predict.a", "expectations.predict.b", "expectations.predict.c"],
      "right": 2
    },
    {
      "kind": "reveal",
      "words": ["expectations.reveal.1"],
      "show": [
        {
          "view": "ensemble",
          "a": "full",
          "b": "none",
          "outcomes": ["confidence", "disappointment", "aspiration"],
          "runs": 100
        }
      ],
      "answer": "expectations.answer"
    },
    {
      "kind": "order",
      "key": "expectations.2",
      "question": "expectations.order.question",
      "items": ["candid", "prepared", "honest", "rarer"],
      "summary": "confidence_final"
    },
    {
      "kind": "reveal",
      "words": ["expectations.ideas.1"],
      "show": [
        {
          "view": "worlds",
          "worlds": ["none", "prepared", "rarer", "honest", "candid", "full"],
          "summaries": ["confidence_final", "trust_final", "disappointment_peak"],
          "runs": 100
        }
      ],
      "answer": "expectations.ideas.answer"
    },
    {
      "kind": "task",
      "words": ["expectations.task.1"],
      "goal": "expectations.task.goal",
      "world": "full",
      "against": "none",
      "levers": [
        {"name": "overpromising", "low": 0, "high": 0.45, "step": 0.05},
        {"name": "acceptance", "low": 0, "high": 0.55, "step": 0.05},
        {"name": "candour", "low": 0, "high": 1, "step": 0.1},
        {"name": "prework", "low": 0, "high": 0.7, "step": 0.1},
        {"name": "meeting_interval", "low": 4, "high": 20, "step": 1}
      ],
      "outcomes": ["confidence", "disappointment"],
      "runs": 48,
      "conditions": [
        {"summary": "confidence_final", "of": "difference", "at_least": 0},
        {"summary": "attendance_in_project", "of": "a", "at_least": 0.3},
        {"summary": "fulfilment_end", "of": "a", "at_least": 0.5}
      ],
      "hints": ["expectations.task.hint.1", "expectations.task.hint.2", "expectations.task.hint.3"],
      "done": "expectations.task.done"
    },
    {"kind": "story", "words": ["expectations.end.1"]}
  ],
  "sheet": [
    {"heading": "sheet.goals", "text": ["expectations.sheet.goals.1", "expectations.sheet.goals.2"]},
    {"heading": "sheet.timing", "text": ["expectations.sheet.timing.1"]},
    {"heading": "sheet.say", "text": ["expectations.sheet.say.1", "expectations.sheet.say.2"]},
    {"heading": "sheet.ask", "text": ["expectations.sheet.ask.1", "expectations.sheet.ask.2"]},
    {"heading": "sheet.answers", "text": ["expectations.sheet.answers.1", "expectations.sheet.answers.2"]},
    {
      "heading": "sheet.leaves_out",
      "text": ["expectations.sheet.leaves_out.1", "expectations.sheet.leaves_out.2"]
    }
  ]
};
