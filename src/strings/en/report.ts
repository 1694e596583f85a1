// The report of a run as a page of its own.
export default {} as const;
