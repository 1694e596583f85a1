// The Evaluate view.
export default {} as const;
