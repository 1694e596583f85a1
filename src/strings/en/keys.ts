// Keyboard sheet and command palette.
export default {} as const;
