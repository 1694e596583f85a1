// Which weights to use, as the kept meta chains decided, and why.
import type { Recommendation } from "../../domain/study.ts";

export function RecommendationLine({ recommendation }: { recommendation: Recommendation }) {
  return (
    <>
      <strong>
        Recommended for use:{" "}
        {recommendation.choice === "learned" ? "the learned weights" : "uniform weights (vanilla)"}.
      </strong>{" "}
      {recommendation.reason}
    </>
  );
}
