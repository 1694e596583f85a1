// The Train view beside charts and settings.
export default {} as const;
