// The Label view.
export default {} as const;
