// A short piece of a line as its chart draws it.

export function SeriesSwatch({ color, dash }: { color: string; dash: string }) {
  return (
    <svg width="16" height="8" aria-hidden="true" style={{ flex: "none" }}>
      <line x1="0" x2="16" y1="4" y2="4" strokeWidth="2" stroke={color} strokeDasharray={dash} />
    </svg>
  );
}
