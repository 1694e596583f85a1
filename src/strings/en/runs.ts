// The Runs view.
export default {} as const;
