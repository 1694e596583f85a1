// The Data view.
export default {} as const;
