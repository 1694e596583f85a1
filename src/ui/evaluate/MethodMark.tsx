// The little line that stands for a way of choosing, as the chart draws it.
import type { EvaluationReport, MethodCurve } from "../../domain/evaluation.ts";
import { methodLook } from "./methodLook.ts";

export interface MethodMarkProps {
  curve: MethodCurve;
  prms: EvaluationReport["prms"];
}

export function MethodMark({ curve, prms }: MethodMarkProps) {
  const { color, dash } = methodLook(curve, prms);
  return (
    <svg width="18" height="10" viewBox="0 0 18 10" aria-hidden="true" style={{ flex: "none" }}>
      <line x1="0" x2="18" y1="5" y2="5" strokeWidth="3" stroke={color} strokeDasharray={dash} />
    </svg>
  );
}
