// Said over the weights while they are all equal: when they part, or why they do not.
import { t } from "../../strings/strings.ts";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { useConfig, useCorpus, useRun } from "../StudioContext.ts";

export interface BeforeFirstUpperStepProps {
  domainCount: number;
  className: string | undefined;
}

export function BeforeFirstUpperStep({ domainCount, className }: BeforeFirstUpperStepProps) {
  const hasPoints = useRun((run) => run.version >= 0 && (run.main?.history.length ?? 0) > 0);
  const hasUpperSteps = useRun((run) => (run.main?.history.upperSteps() ?? 0) > 0);
  const isLoading = useCorpus((state) => state.load !== null && state.summary === null);
  const mode = useRun((run) => run.config?.mode);
  const draftMode = useConfig((state) => state.draft["mode"]);
  const warmup = useConfig((state) => state.config?.upper.warmupSteps);
  if (hasUpperSteps || (hasPoints && mode !== "bilevel")) return null;
  if (isLoading) {
    return (
      <div className={className}>
        <EmptyState title={t("race:before.generating")} />
      </div>
    );
  }
  const isLearning = (mode ?? draftMode ?? "bilevel") === "bilevel";
  return (
    <div className={className}>
      {isLearning ? (
        <EmptyState title={t("race:before.equal", { count: domainCount })}>
          {warmup === undefined
            ? t("race:before.parting")
            : t("race:before.partingAfter", { steps: warmup })}
        </EmptyState>
      ) : (
        <EmptyState title={t("race:before.fixed")}>{t("race:before.notLearned")}</EmptyState>
      )}
    </div>
  );
}
