// What the stores say: notices, and why a control is off.
export default {} as const;
