// What can be done with a chart: save it, read it as a table.
export default {} as const;
