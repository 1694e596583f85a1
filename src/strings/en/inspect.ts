// The Inspect view.
export default {} as const;
