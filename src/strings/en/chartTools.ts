// What can be done with a chart: save it, read it as a table.
export default {
  menu: {
    open: "Save or read {{title}}",
    png: "Save as PNG",
    svg: "Save as SVG",
    csv: "Save numbers as CSV",
    copy: "Copy as PNG",
    table: "Show as table",
    chart: "Show as chart",
    copied: "The picture of “{{title}}” is on the clipboard.",
    notCopied: "The browser did not let the picture onto the clipboard; save it as PNG instead.",
    notDrawn: "The browser could not draw the picture; save it as SVG instead.",
  },
  picture: { smoothed: "{{caption}} · smoothed by a moving average (EMA {{decay}})" },
  columns: {
    raw: "{{name}} (raw)",
    smooth: "{{name}} (EMA {{decay}})",
    time: "{{name}} (ms)",
  },
  table: {
    label: "{{title}} as a table",
    sort: "Sort by {{name}}",
    empty: "No points yet",
    count_one: "{{rows}} row",
    count_other: "{{rows}} rows",
    thinned:
      "{{rows}} rows are too many to scroll through: every {{stride}}th is shown. The CSV holds all of them.",
  },
} as const;
