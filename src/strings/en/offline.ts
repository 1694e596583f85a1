// The app in the browser's keeping: works offline, a newer version.
export default {
  works: "Works offline: all of the app is kept in this browser and trains without a network.",
  newer: {
    label: "New version",
    headline: "A new version of DreamPRM Studio is ready.",
    idle: "It is loaded with the page; your data, settings and runs stay.",
    training: "A run is under way. A reload interrupts it; it goes on from where it was.",
    reload: "Reload",
  },
} as const;
