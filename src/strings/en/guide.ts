// The guide's frame and its live examples; what it tells is in src/ui/guide/text.
export default {
  contents: "Contents of the guide",
  section: "Section of the guide",
  groups: {
    method: "The method",
    data: "Your data",
    work: "At work",
    reference: "Reference",
  },
  loading: "Fetching the guide…",
  fetchAgain: "Try again",
  next: "Next: {{section}}",
  link: {
    copy: "Copy the link to “{{heading}}”",
    copied: "Link copied",
    failed: "The link could not be copied; here it is: {{link}}",
  },
  search: {
    label: "Search the guide",
    placeholder: "Search the guide",
    results: "Places in the guide",
    count_one: "{{count}} place found",
    count_other: "{{count}} places found",
    none: "Nothing in the guide has “{{query}}”. Try a shorter word.",
  },
  example: {
    kicker: "Live example",
    domain: "Domain {{name}}",
    going: "Training…",
    again: "Run again",
    seed: "Seed {{seed}}",
    newSeed: "Another seed",
    reset: "Reset the example",
    took: "{{lower}} lower and {{upper}} upper steps in {{seconds}} s on the processor, by the engine that trains your runs.",
  },
  score: {
    title: "Score a chain",
    explanation:
      "Trains a small PRM on 400 chains of additions, then scores the chain below. Change a number and watch which steps lose their score.",
    action: "Train the small PRM",
    step: "Step {{number}}",
    scoreOf: "Score of step {{number}}",
    slip: "Make a slip in step 2",
    putRight: "Put it right",
  },
  twoLevels: {
    title: "Two levels, four domains",
    explanation:
      "Four domains of 100 chains of additions each. A, B and C are labelled right; spoil domain D as you like, then run: all weights start at 1.0.",
    action: "Run",
    flipped: "Flip D’s labels (right steps count as wrong)",
    noise: "Share of D’s labels replaced at random:",
    percent: "{{percent}} %",
    chart: "Weights of four domains against lower steps",
    now: "Weights now",
  },
  aggregation: {
    title: "The same scores, six ways to add them up",
    explanation:
      "One question, four answers. The small PRM scores every step; each row makes one score a chain of them and would pick the chain marked “first” in best-of-4.",
    action: "Train and score",
    table: "Scores of four chains under six aggregations",
    chain: "Aggregation",
    candidates: {
      right: "Right, three steps",
      small: "Right, five steps",
      early: "Slip at once",
      late: "Slip at the end",
    },
    steps: "Step scores",
    best: "first",
  },
  drift: {
    title: "Weights where there is nothing to learn",
    explanation:
      "The two-level training under six seeds, each with its own data. With four equally good domains nothing is there to be found; with D’s labels flipped something is.",
    action: "Train under {{seeds}} seeds",
    kind: "Domains",
    kinds: {
      equal: "All equally good",
      flipped: "D’s labels flipped",
    },
    table: "Final weights of each domain by seed",
    seed: "Seed",
    verdict:
      "Spread of the weights: {{spread}} on average. Agreement between the seeds: {{agreement}}.",
  },
} as const;
