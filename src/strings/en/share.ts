// Sharing: link and report.
export default {} as const;
