// The runs view.
import { EmptyState } from "../primitives/EmptyState.tsx";

export function RunsView() {
  return <EmptyState title="No runs are kept yet" />;
}
