// Race of the weights and small multiples; what is around the weights' chart.
export default {
  panel: {
    note_one: "α, mean 1, {{count}} domain",
    note_other: "α, mean 1, {{count}} domains",
    tiers: "Planted tiers",
    caution:
      "Spread alone says little: weights drift apart on equally good domains too. What counts is agreement between seeds and whether the retrained PRM beats vanilla.",
    headReads: "The head reads {{what}}.",
    learned: "Learned.",
    summary:
      "At step {{step}} the largest weights are {{largest}}; the smallest are {{smallest}}. Mean 1.",
    allEqual: "All {{count}} weights are at exactly 1.0.",
    weightOf: "{{name}} {{weight}}",
    separator: ", ",
  },
  looks: {
    label: "How the weights are shown",
    lines: "Lines",
    multiples: "Small multiples",
    race: "Race",
  },
  before: {
    generating: "Generating the built-in suite",
    equal: "All {{count}} weights are at exactly 1.0",
    fixed: "The weights stay as they are in this mode",
    parting:
      "They part at the first upper step: domains whose data help the PRM judge the meta set rise, the others fall.",
    partingAfter:
      "They part at the first upper step, after {{steps}} lower steps of warm-up: domains whose data help the PRM judge the meta set rise, the others fall.",
    notLearned:
      "Mode vanilla keeps every weight at 1, mode fixed at the weights given. Choose bilevel to learn them.",
  },
  bars: {
    now: "Weights now",
    at: "Weights at step {{step}}",
    row: "{{name}}, weight {{weight}}",
  },
  tiers: {
    high: "high",
    middle: "middle",
    trivial: "trivial",
    harmful: "harmful",
    named: "{{name}} · {{tier}}",
  },
  multiples: {
    label: "One small chart a domain, the same axes in all",
    pin: "{{name}}, weight {{weight}}, pin",
    unpin: "{{name}}, weight {{weight}}, unpin",
    loading: "The charts are being fetched",
    failed: "This look could not be fetched; try again when online.",
  },
  player: {
    label: "Race of the weights",
    picture: "The domains as bars, the largest weight first, at step {{step}}",
    play: "Play the race",
    pause: "Pause the race",
    step: "Step",
    at: "step {{step}} of {{total}}",
    nothing: "The race begins with the first steps of training.",
    follow: "Follow the run",
    speed: "Speed",
    left_one: "{{count}} more domain with a smaller weight is not drawn.",
    left_other: "{{count}} more domains with smaller weights are not drawn.",
  },
  film: {
    gif: "Save as GIF",
    video: "Save as video",
    making: "Drawing the film",
    progress: "Frame {{done}} of {{total}}",
    cancel: "Cancel",
    failed: "The film could not be made: {{reason}}",
    noVideo: "This browser cannot write videos; the GIF can be saved.",
    step: "step {{step}}",
  },
} as const;
