// What is kept: notes, storage.
export default {} as const;
