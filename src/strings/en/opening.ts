// The opening and the tour.
export default {
  title: "Not all training data deserve the same say",
  /** Three sentences: what a PRM is, what DreamPRM adds, what happens here. */
  about: {
    prm: "A process reward model (PRM) scores every step of a chain of reasoning, so that the best of many answers can be picked.",
    weights:
      "Its training data come from many domains, good and bad; DreamPRM learns a weight for each while it trains, by asking whether more of that domain would make the PRM judge a small trusted set better.",
    here: "Here all of it runs in your browser, on your own machine: press the button and watch fifteen weights part from 1.0.",
  },
  train: "Train on the built-in suite",
  trainOwn: "Train on the loaded data",
  tour: "Take the tour",
  data: "Bring my own data",
  guide: "Read the guide",
  close: "Close the opening",
  picture: {
    label:
      "How it works: domains of labelled chains, each times its weight, train the PRM; the PRM is tried on a small trusted set; what that says moves the weights.",
    domains: "Domains of chains",
    good: "clean labels",
    middling: "noisy labels",
    bad: "harmful labels",
    prm: "PRM",
    lower: "lower level: fit the PRM",
    meta: "Trusted set",
    upper: "upper level: move the weights",
  },
  tourWords: {
    label: "Tour",
    place: "{{stop}} of {{count}}",
    back: "Back",
    next: "Next",
    train: "Train now",
    done: "Done",
    skip: "Skip the tour",
    run: {
      title: "One button trains",
      text: "It starts the run, pauses it and goes on; so does the space key. A set of made-up questions in fifteen domains is already loaded, and some of the domains were spoilt on purpose.",
    },
    lines: {
      title: "Each line is a domain's weight",
      text: "All start at exactly 1.0. After a warm-up they part: a domain whose data help rises, one that does harm falls. Their mean stays 1.",
    },
    bars: {
      title: "The same weights, sorted",
      text: "Colour and dash are a domain's in every chart. Point at a name to see its line alone, press it to keep it so.",
    },
    why: {
      title: "Why a weight moves",
      text: "For each domain: how far its gradient points where the trusted set's points, how much of that is noise, and which chains are behind it.",
    },
    inspect: {
      title: "Look at single chains",
      text: "Every step with its label and the score that the PRM gives it. Change the words of a step, and the scores follow.",
    },
    verdict: {
      title: "Is it real?",
      text: "Weights that differ prove nothing yet. The verdict trains the controls that could explain a gain away, on several seeds, and says in plain words what is left.",
    },
    share: {
      title: "Pass it on",
      text: "The address holds every setting and the seed: who opens the link has the same run at a press. Take this tour again and find every key under Help.",
    },
  },
} as const;
