// The charts: axes, smoothing, legends, zoom.
export default {} as const;
