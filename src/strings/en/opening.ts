// The opening and the tour.
export default {} as const;
