// What is kept: notes across the page, the mark beside the run, storage.
export default {
  keeping: "Keeping the work",
  justNow: "just now",
  interrupted: {
    note: "Interrupted training",
    main: "Training was interrupted at step {{step}} of {{total}}, <ago/>.",
    retrained:
      "Retraining with the learned weights was interrupted at step {{step}} of {{total}}, <ago/>.",
    vanilla:
      "Training vanilla for comparison was interrupted at step {{step}} of {{total}}, <ago/>.",
    goOn: "Go on",
    stop: "Stop here",
    stopAbout: "Ends it at step {{step}} and keeps it in Runs",
    all: "Everything up to there is here.",
  },
  full: {
    paused: "The run is paused: this browser has no room left to keep it.",
    unkept: "This browser has no room left: what is done here now is not kept.",
    makeRoom: "Make room…",
    tryAgain: "Try again",
    goOn: "Go on",
    goOnAbout: "Also without room: it is kept again as soon as there is some",
    about:
      "Nothing is lost while this page is open. Remove something that is no longer needed, or free space on the disk; then all of it is kept again.",
    aboutKept:
      "Nothing is lost while this page is open. Everything up to step {{step}} is kept. Remove something that is no longer needed, or free space on the disk; then all of it is kept again.",
  },
  mark: {
    otherTab:
      "Another tab keeps the data and the run. This run is in Runs once it has ended; until then it is in this page alone.",
    nobody: "Nothing can be kept in this browser: the run is gone when this page is closed.",
    notKept: "Not kept",
    wholeAbout:
      "The whole run is kept in this browser, on this machine: after a reload, a crash or a restart of the browser it is here again.",
    stepAbout:
      "Everything up to step {{step}} is kept in this browser, on this machine: after a reload, a crash or a restart of the browser the run goes on from there.",
    whole: "Kept",
    step: "Kept at step {{step}}",
  },
  owner: {
    nobody:
      "What you do here is gone when this page is closed: nothing can be kept in this browser.",
    takenOver: "Another tab took over: it keeps the data and the run from now on.",
    other: "DreamPRM Studio is open in another tab, which keeps its data and run.",
    takenOverAbout:
      "Nothing that is done here is kept any more, except runs that end: those are in Runs.",
    otherAbout: "What you do here stays in this page, except runs that end: those are in Runs.",
    use: "Use it here",
    useQuestion: "Use it here?",
    takeBack: "Take it back",
    takeBackQuestion: "Take it back?",
    anew: "This page is loaded anew with the data and the run of the other tab.",
    runLost: "The run under way in this page is lost with that; stop it first to have it in Runs.",
    filesLost: "The files loaded in this page are lost with that; they can be loaded again.",
    stay: "Stay as it is",
  },
  storage: {
    title: "Storage",
    about: "What DreamPRM Studio keeps in this browser, on this machine alone.",
    measuring: "Measuring",
    unknown: "This browser does not say how much room there is.",
    used: "<usage>{{usage}}</usage> of the {{quota}} that the browser allows",
    bar: "Storage used",
    promised: "The browser has promised to keep all this until you remove it.",
    refused:
      "The browser did not promise it. Browsers tend to once a page is used often, bookmarked or installed.",
    unpromised: "When the disk runs full, the browser may remove all this by itself.",
    ask: "Ask it not to",
    notMeasured: "not measured",
    nothing: "nothing",
    remove: "Remove",
    removing: "Removing",
    removeOf: "{{remove}}: {{name}}",
    keep: "Keep",
    removeForGood: "Remove for good",
    part: "{{bytes}} {{name}}",
    comma: ", ",
    withParts: "{{about}} {{parts}}.",
    work: {
      name: "Work at hand",
      about: "What a reload brings back.",
      data: "data",
      vectors: "vectors",
      run: "the run and its curves",
      study: "study",
      consequence:
        "What is loaded stays until you close the page; then it is gone. Runs that have ended stay in Runs.",
      otherTab: "Another tab has it",
      underWay: "A run is under way: stop it first",
    },
    runs: {
      name: "Runs",
      none: "Runs that have ended",
      runs_one: "{{shown}} run",
      runs_other: "{{shown}} runs",
      about: "{{runs}}, with what was trained. Delete single ones in the table in Runs.",
      aboutDeleted:
        "{{runs}}, with what was trained, and {{deleted}} deleted, which can be had back for a day.",
      remove: "Remove {{deleted}} deleted",
      consequence_one: "{{shown}} deleted run cannot be had back then.",
      consequence_other: "{{shown}} deleted runs cannot be had back then.",
    },
    labels: {
      name: "Labels",
      about: "The labelling job, with what the model answered.",
      consequence: "Labels that were not taken over into the data or downloaded are gone then.",
    },
    vectors: {
      name: "Vectors and models",
      about: "What pretrained models made of the data, and the models that were downloaded.",
      vectors: "vectors",
      models: "models",
      consequence: "The next time they are computed and downloaded again. Vectors in use stay.",
    },
  },
} as const;
