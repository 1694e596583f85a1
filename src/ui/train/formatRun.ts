// Numbers of a run as the Train view writes them: fixed decimals, so that nothing jumps.

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** "1,500". */
export function formatStep(step: number): string {
  return grouped.format(step);
}

/** "1.00"; a dash for what is no number. */
export function formatWeight(weight: number, digits = 2): string {
  return Number.isFinite(weight) ? weight.toFixed(digits) : "–";
}

export function formatLoss(loss: number): string {
  if (!Number.isFinite(loss)) return "–";
  return Math.abs(loss) >= 1000 ? loss.toExponential(1) : loss.toFixed(4);
}

/** A share as percent: "73.7 %". */
export function formatPercent(share: number | null | undefined): string {
  return share === null || share === undefined || !Number.isFinite(share)
    ? "–"
    : `${(share * 100).toFixed(1)} %`;
}

export function formatAuroc(auroc: number | null | undefined): string {
  return auroc === null || auroc === undefined || !Number.isFinite(auroc) ? "–" : auroc.toFixed(3);
}

export function formatRate(stepsPerSecond: number): string {
  if (!Number.isFinite(stepsPerSecond) || stepsPerSecond <= 0) return "–";
  return stepsPerSecond >= 100 ? stepsPerSecond.toFixed(0) : stepsPerSecond.toFixed(1);
}

/** "0:42", "12:07", "1:02:03"; a dash where it is not known. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
