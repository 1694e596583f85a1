// When a prefix has been completed often enough, and which label its counts then stand for.
//
// A prefix is looked at after a fixed number of completions, then every few more. It stops at a look where
// the Wilson interval of its accuracy is narrow enough. Intervals are narrow at 0 and 1 first, so that to stop
// is to favour the extremes: correct / made would be off by up to several points. The label is therefore not
// that share but the unbiased estimate of Girshick, Mosteller and Savage (1946): the chance that the
// first completion was correct, given the counts one ended with. Without early stops the two are the same.

/** How completions are made adaptively. */
export interface StoppingRule {
  /** Most completions of a prefix. */
  rollouts: number;
  /** Null: all of them, always. */
  adaptive: { atLeast: number; width: number; confidence: number } | null;
}

/** Completions between two looks, as a share of those before the first. */
const LOOK_SHARE = 0.5;

export class StoppingPlan {
  /** Numbers of completions after which is asked whether to stop; the last is the most there are. */
  readonly looks: readonly number[];
  private readonly rule: StoppingRule;
  /** Estimates by completions made, then by how many were correct; made when first asked for. */
  private estimates: Float64Array[] | null = null;

  constructor(rule: StoppingRule) {
    this.rule = rule;
    this.looks = looksOf(rule);
  }

  /** How many completions to have before the next look, with `made` there; `made` itself where it is over. */
  nextLook(made: number, correct: number): number {
    if (made > 0 && this.stops(made, correct)) return made;
    return this.looks.find((look) => look > made) ?? made;
  }

  /** Whether a prefix ends with these counts; only ever true at a look. */
  stops(made: number, correct: number): boolean {
    if (made >= this.rule.rollouts) return true;
    const { adaptive } = this.rule;
    if (adaptive === null || !this.looks.includes(made)) return false;
    const [low, high] = wilsonInterval(correct, made, adaptive.confidence);
    return high - low <= adaptive.width;
  }

  /**
   * The unbiased estimate of the accuracy behind `correct` of `made` completions, in [0, 1]. Also right where
   * completions ended between looks, for a reason that has nothing to do with their answers.
   * Throws RangeError for counts that the plan cannot end with.
   */
  accuracy(made: number, correct: number): number {
    if (this.rule.adaptive === null) return correct / made;
    this.estimates ??= this.countPaths();
    const estimate = this.estimates[made]?.[correct];
    if (estimate === undefined || Number.isNaN(estimate)) {
      throw new RangeError(`no prefix ends with ${correct} of ${made} correct under this plan`);
    }
    return estimate;
  }

  /**
   * E[first is correct | made, correct] by the number of ways to get there: ways(n, s) are the orders of right
   * and wrong answers that stop at no earlier look, opened(n, s) those of them that open with a right one.
   */
  private countPaths(): Float64Array[] {
    const estimates: Float64Array[] = [new Float64Array(1).fill(Number.NaN)];
    let ways = Float64Array.of(1, 1);
    let opened = Float64Array.of(0, 1);
    for (let made = 1; made <= this.rule.rollouts; made++) {
      estimates.push(opened.map((count, correct) => count / ways[correct]!));
      const nextWays = new Float64Array(made + 2);
      const nextOpened = new Float64Array(made + 2);
      for (let correct = 0; correct <= made; correct++) {
        if (this.stops(made, correct)) continue;
        for (const next of [correct, correct + 1]) {
          nextWays[next]! += ways[correct]!;
          nextOpened[next]! += opened[correct]!;
        }
      }
      // Only ratios matter; unscaled, the counts of a thousand completions overflow.
      const largest = nextWays.reduce((a, b) => Math.max(a, b), 0) || 1;
      ways = nextWays.map((count) => count / largest);
      opened = nextOpened.map((count) => count / largest);
    }
    return estimates;
  }
}

function looksOf({ rollouts, adaptive }: StoppingRule): number[] {
  if (adaptive === null) return [rollouts];
  const first = Math.min(adaptive.atLeast, rollouts);
  const stride = Math.max(1, Math.floor(first * LOOK_SHARE));
  const looks: number[] = [];
  for (let look = first; look < rollouts; look += stride) looks.push(look);
  return [...looks, rollouts];
}

/**
 * Wilson's score interval of a share: [low, high] of `correct` of `made`, two-sided, at `confidence` in (0, 1).
 * Of a single look; with several looks at the same prefix the interval at the stop covers somewhat less.
 */
export function wilsonInterval(
  correct: number,
  made: number,
  confidence: number,
): readonly [number, number] {
  const z = normalQuantile(0.5 + confidence / 2);
  const share = correct / made;
  const extra = (z * z) / made;
  const centre = (share + extra / 2) / (1 + extra);
  const half = (z / (1 + extra)) * Math.sqrt((share * (1 - share)) / made + extra / (4 * made));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Φ⁻¹ after Acklam, relative error below 1.2e-9; `probability` in (0.5, 1). */
export function normalQuantile(probability: number): number {
  if (probability > 0.97575) {
    const q = Math.sqrt(-2 * Math.log(1 - probability));
    const numerator = horner(
      q,
      [
        -7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
        4.374664141464968, 2.938163982698783,
      ],
    );
    const denominator = horner(
      q,
      [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
    );
    return -numerator / denominator;
  }
  const q = probability - 0.5;
  const r = q * q;
  const numerator = horner(
    r,
    [
      -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269,
      -30.66479806614716, 2.506628277459239,
    ],
  );
  const denominator = horner(
    r,
    [
      -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972,
      -13.28068155288572, 1,
    ],
  );
  return (q * numerator) / denominator;
}

function horner(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
