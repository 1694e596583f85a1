// Sharing: the link, and the buttons for link and report.
export default {
  copyLink: "Copy link",
  copyLinkAbout: "A link with the settings and the seed: opened elsewhere, it sets everything up",
  saveReport: "Report",
  saveReportAbout:
    "One HTML file with settings, charts, verdict and sample chains, to read anywhere",
  reportSaved: "Report saved: {{file}}. It opens anywhere, without this app.",
  reportFailed: "The report could not be made: {{reason}}",
  copied: "Link copied.",
  holds: {
    run: "It holds the settings and the seed of this run.",
    form: "It holds the settings and the seed in the form.",
    kept: "It holds the settings and the seed of {{name}}.",
  },
  omits: {
    nothing: "With the built-in suite that is the whole run: same seed, same run.",
    edits: "What you renamed, merged or switched off in the suite is not in it.",
    files: "Your own data files are not in it: {{names}}.",
    vectors: "The pretrained model's vectors are not in it.",
    changes: "What you changed in the form since is not in it.",
  },
  moreFiles_one: "{{count}} more",
  moreFiles_other: "{{count}} more",
  long: "It is {{characters}} characters long; some servers refuse such a link.",
  fieldAtFault: "There is no link to settings that are wrong: correct {{field}} first.",
  dialog: {
    title: "Copy this link",
    explanation:
      "The browser did not let the page copy it. It is selected below: press Ctrl+C (⌘C on a Mac).",
    link: "Link",
  },
  address: {
    title: "Settings of the address",
    headline: "The form shows the settings of the address. The run below was made with others.",
    differing: "Form → run: {{settings}}",
    more_one: "{{count}} more",
    more_other: "{{count}} more",
    take: "Use the run's settings",
  },
} as const;
