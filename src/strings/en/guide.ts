// The guide's frame: search, contents, examples' controls.
export default {} as const;
