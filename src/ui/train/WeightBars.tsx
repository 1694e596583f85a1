// The weights now, sorted: a bar a domain from 0, with a mark at 1.0. Over a chart with the pointer,
// the weights at that step, in the same order, so that rows do not run away from the eye.
import { t } from "../../strings/strings.ts";
import { nearestPoint } from "../charts/nearestPoint.ts";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { useCorpus, useRun, useStudio, useView } from "../StudioContext.ts";
import { domainColor } from "../theme/domainColor.ts";
import { fadeOf } from "./FocusScope.tsx";
import { formatStep, formatWeight } from "./formatRun.ts";
import { ranksOf } from "./race/raceTrack.ts";
import { tieredName, tierName } from "./tierNames.ts";
import styles from "./WeightBars.module.css";

const ROW_HEIGHT = 24;

export function WeightBars({ domains }: { domains: readonly string[] }) {
  const { view } = useStudio();
  useRunVersion(0.2);
  const history = useRun((run) => run.main?.history ?? null);
  const hoverStep = useView((state) => state.hoverStep);
  const slots = useView((state) => state.domainSlots);
  const pinned = useView((state) => state.pinnedDomains);
  const isTierShown = useView((state) => state.isTierShown);
  const summary = useCorpus((state) => state.summary);
  const tiers = new Map(summary?.domains.map((domain) => [domain.name, domain.tier]));

  const now = history?.lastWeights();
  const weights = domains.map((_, place) => now?.[place] ?? 1);
  const at = hoverStep === null || history === null ? -1 : nearestPoint(history.steps(), hoverStep);
  const shown = at < 0 ? weights : domains.map((_, place) => history?.weightAt(at, place) ?? 1);
  const ranks = ranksOf(weights);
  // The scale holds every weight so far, so that bars do not rescale under the pointer.
  const scale = Math.max(2, Math.ceil((history?.weightExtent()[1] ?? 1) * 2) / 2);

  return (
    <div className={styles["bars"]} data-tour="bars">
      <p className={styles["caption"]}>
        {at < 0
          ? t("race:bars.now")
          : t("race:bars.at", { step: formatStep(history?.steps()[at] ?? 0) })}
      </p>
      <ul className={styles["list"]} style={{ height: domains.length * ROW_HEIGHT }}>
        {domains.map((name, place) => {
          const slot = slots[name] ?? place;
          const weight = shown[place] ?? 1;
          const tier = tiers.get(name) ?? null;
          return (
            <li
              key={name}
              className={styles["row"]}
              style={{
                transform: `translateY(${(ranks[place] ?? 0) * ROW_HEIGHT}px)`,
                opacity: fadeOf(place),
              }}
            >
              <button
                type="button"
                className={styles["button"]}
                aria-pressed={pinned.includes(name)}
                aria-label={t("race:bars.row", {
                  name: isTierShown ? tieredName(name, tier) : name,
                  weight: formatWeight(weight, 3),
                })}
                title={name}
                onPointerEnter={() => view.getState().hoverDomain(name)}
                onPointerLeave={() => view.getState().hoverDomain(null)}
                onFocus={() => view.getState().hoverDomain(name)}
                onBlur={() => view.getState().hoverDomain(null)}
                onClick={() => view.getState().togglePin(name)}
              >
                <DomainSwatch slot={slot} />
                <span className={styles["name"]}>{name}</span>
                {isTierShown && tier !== null && (
                  <>
                    {" "}
                    <span className={styles["tier"]} data-tier={tier}>
                      {tierName(tier)}
                    </span>
                  </>
                )}
                <span className={styles["track"]} data-narrow={isTierShown}>
                  <span
                    className={styles["bar"]}
                    style={{
                      transform: `scaleX(${Math.min(1, Math.max(0, weight / scale || 0))})`,
                      background: domainColor(slot),
                    }}
                  />
                  <span className={styles["one"]} style={{ left: `${100 / scale}%` }} />
                </span>
              </button>
              {/* Beside the button, whose name says it in words. */}
              <span className={styles["value"]} aria-hidden="true">
                {formatWeight(weight, 3)}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
