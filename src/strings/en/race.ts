// Race of the weights and small multiples.
export default {} as const;
