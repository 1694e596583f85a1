// What the stores say: notices, why a control is off; and what every view says of the corpus.
export default {
  load: {
    reading_one: "Reading {{count}} file",
    reading_other: "Reading {{count}} files",
    evaluating: "Evaluating…",
    suite: "Generating the built-in suite ({{variant}})",
  },
  suiteVariants: { planted: "planted", clean: "clean", noisy: "noisy" },
  blockers: {
    noShards: "There is no training data. Drop domain shards, or load the built-in suite.",
    allOff: "All domains are switched off. Switch at least one on.",
    noLabels: "No step of the domains that are switched on is labelled.",
    noMeta:
      "There is no meta set to learn the domain weights from. Drop one, or train in mode vanilla, which needs none.",
    metaUnjudged:
      "No chain of the meta set says whether it is correct. Drop one that does, or train in mode vanilla.",
  },
  whyNot: {
    study: "A study is under way: stop it in Evaluate first",
    running: "A run is under way: let it end or stop it first",
    paused: "A run is paused: let it end or stop it first",
    noData: "There are no data yet to train on",
    setting: "A setting is at fault: see the form in Train",
  },
  formHolds: "The form holds the config of {{name}}. Press Train to run it.",
  formHoldsUnnamed: "The form holds the config of the run. Press Train to run it.",
  deleted: "Deleted {{name}}",
  deletedSeveral_one: "Deleted {{count}} run",
  deletedSeveral_other: "Deleted {{count}} runs",
  undo: "Undo",
  imageSeen: "Image seen",
  longAddress: "an address of {{characters}} characters",
  /** Why a setting is at fault, as its check says it: templates, see strings/said.ts. */
  said: {
    noNumber: "Invalid input: expected number, received {{received}}",
    noWhole: "Invalid input: expected int, received {{received}}",
    atLeast: "Too small: expected number to be >={{least}}",
    above: "Too small: expected number to be >{{bound}}",
    atMost: "Too big: expected number to be <={{most}}",
    below: "Too big: expected number to be <{{bound}}",
    tooLong: "Too big: expected string to have <={{most}} characters",
    tooShort: "Too small: expected string to have >={{least}} characters",
    multiple: "Invalid number: must be a multiple of {{base}}",
    noOption: "Invalid option: expected one of {{options}}",
    unknownKey: "Unrecognized key: {{key}}",
    heads: "width must be a multiple of 4 × heads",
    nameModel: "Name the model; “Test connection” lists those the endpoint offers.",
    webAddress: "Write a web address, such as {{address}}.",
    promptPlace: "The prompt must hold {{place}}, where each question's text is put.",
  },
  languageNotFetched: "The words of that language could not be fetched; try again when online.",
} as const;
