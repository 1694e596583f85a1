// The evaluate view.
import { EmptyState } from "../primitives/EmptyState.tsx";

export function EvaluateView() {
  return <EmptyState title="Nothing to evaluate yet" />;
}
