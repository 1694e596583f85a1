// The panel on why a weight moved.
export default {
  title: "Why a weight moved",
  show: "Show",
  hide: "Hide",
  about:
    "At every upper step each domain is asked: would a training step on it also lower the loss on the meta set? Its alignment h says how much; above 0 it would. Weights keep a mean of 1, so a weight rises where h stands above the dotted average of all domains and falls where it stands below. Where the mean of h is less than half its spread over the steps, it is called noise. Drawn are the pinned domains, or the highest and the lowest weight.",
  window: "The last {{number}} upper steps; zoom to ask about earlier ones",
  windowUntil: "The {{number}} upper steps up to step {{step}}, where the zoom ends",
  overLast: "Over the last {{number}} upper steps",
  before:
    "Press Train. From the first upper step on this shows how each domain’s training bears on the meta loss, how much of that is noise, and which meta chains are behind it.",
  noneLearned:
    "No weight is learned in mode {{mode}}, so nothing pulls them. Choose bilevel to learn them.",
  sentence: {
    up: "<domain/> {{weight}} pulled up",
    down: "<domain/> {{weight}} pulled down",
    upRatio: "<domain/> {{weight}} pulled up, signal to noise {{ratio}}: {{word}}",
    downRatio: "<domain/> {{weight}} pulled down, signal to noise {{ratio}}: {{word}}",
    more: "and {{number}} more",
  },
  /** How far a signal stands out from its noise. */
  signal: { noise: "noise", faint: "faint", clear: "clear" },
  table: {
    label: "Table of pulls",
    goTo: "Go to",
    up: "up",
    down: "down",
    pin: "{{name}}: pin it to compare",
    chains: "Chains of {{name}} in Inspect",
    behind: "Which meta chains pull {{name}}?",
    heads: {
      name: { label: "Domain", about: "Sort by name" },
      weight: { label: "Weight", about: "α now" },
      pull: {
        label: "Pull",
        about:
          "Mean h less the average of all domains, last {{number}} upper steps: above 0 the weight is pulled up",
      },
      snr: {
        label: "Signal / noise",
        about:
          "|mean| of h over its standard deviation, last {{number}} upper steps; below 0.5 it cannot be told from noise",
      },
      mean: { label: "Mean h", about: "Over the last {{number}} upper steps" },
      cosine: {
        label: "Cosine",
        about: "Mean over the last {{number}} upper steps at which it was measured",
      },
    },
  },
  charts: {
    average: "average of all domains",
    alignment: "Alignment h <small>per upper step</small>",
    alignmentLabel: "Alignment of the chosen domains with the meta loss, against lower steps",
    alignmentEmpty: "From the first upper step on",
    cosine: "Cosine <small>of the domain’s gradient with the meta direction v, −1 to 1</small>",
    cosineLabel:
      "Cosine of the chosen domains' gradients with the meta direction, against lower steps",
    cosineEmpty: "Measured at some upper steps",
  },
  pulls: {
    label: "Meta chains behind a weight",
    domain: "Behind the weight of",
    ask: "Which meta chains?",
    again: "Measure again",
    measuring: "Measuring…",
    askAbout: "Measures every chain of the meta set; the training waits meanwhile",
    measuredAt: "Measured at step {{step}}",
    stale: "the PRM has trained on since",
    hint: "Every chain of the meta set pulls the weight up or down by how a step on the domain would change its share of the meta loss. Measuring this takes a moment.",
    sumUp:
      "All meta chains together pull the weight of <domain/> up ({{pull}}). Measured on whole chains, straight along the slope of the meta loss; h is measured on small batches and need not agree.",
    sumDown:
      "All meta chains together pull the weight of <domain/> down ({{pull}}). Measured on whole chains, straight along the slope of the meta loss; h is measured on small batches and need not agree.",
    sumNeither:
      "All meta chains together pull the weight of <domain/> neither way ({{pull}}). Measured on whole chains, straight along the slope of the meta loss; h is measured on small batches and need not agree.",
    up: { title: "Pull it up most", none: "No meta chain pulls it up." },
    down: { title: "Pull it down most", none: "No meta chain pulls it down." },
    more: "Show more",
    fewer: "Show fewer",
    open: "Open this chain in Inspect",
    right: "right answer",
    wrong: "wrong answer",
    score: "score {{score}}",
  },
} as const;
