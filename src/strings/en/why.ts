// The panel on why a weight moved.
export default {} as const;
