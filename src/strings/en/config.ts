// The settings of a run: labels, explanations, choices.
export default {} as const;
