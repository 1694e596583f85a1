// Which weights to use, as the kept meta chains decided, and why.

import type { Recommendation } from "../../domain/study.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";

export function RecommendationLine({ recommendation }: { recommendation: Recommendation }) {
  return (
    <>
      <strong>
        {t(
          recommendation.choice === "learned"
            ? "evaluate:impression.useLearned"
            : "evaluate:impression.useUniform",
        )}
      </strong>{" "}
      {said(recommendation.reason)}
    </>
  );
}
