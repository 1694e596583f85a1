// Words used all over the app.
export default {} as const;
