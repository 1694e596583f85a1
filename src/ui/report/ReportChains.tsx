// Sample chains of a report, step by step with the PRM's scores.
import { t } from "../../strings/strings.ts";
import { formatScore } from "../inspect/formatScore.ts";
import { Given } from "./Given.tsx";
import type { ReportedChain, ReportedSamples } from "./reportContent.ts";

const LOW = 0.4;
const HIGH = 0.6;

export function ReportChains({ samples }: { samples: ReportedSamples }) {
  if (samples.kind === "none") {
    const { reason, detail } = samples;
    return (
      <p>
        {reason === "failed" ? t("report:chains.failed", { detail }) : t(`report:chains.${reason}`)}
      </p>
    );
  }
  const source = t(`report:chains.sources.${samples.source}`);
  return (
    <>
      <p>{t("report:chains.about", { looked: samples.looked, source })}</p>
      <p className="muted">{t("report:chains.legend")}</p>
      {samples.chains.map((sample) => (
        <Sample key={sample.chain.ref} sample={sample} />
      ))}
    </>
  );
}

function Sample({ sample }: { sample: ReportedChain }) {
  const { chain, kind, score, stepScores, image } = sample;
  const { isCorrect } = chain;
  const answer = isCorrect === null ? "unknown" : isCorrect ? "right" : "wrong";
  return (
    <article className="chain">
      <h3>{t(`report:chains.kinds.${kind}`)}</h3>
      <p>
        <span className="mark" data-answer={answer}>
          {t(`report:chains.${answer}`)}
        </span>{" "}
        <span className="mark" data-score={levelOf(score)}>
          {t("report:chains.chainScore", { score: formatScore(score) })}
        </span>
        {chain.domain !== null && (
          <>
            {" "}
            <span className="muted">
              <Given text={chain.domain} />
            </span>
          </>
        )}
      </p>
      <p className="text" dir="auto">
        <Given text={chain.question} />
      </p>
      {image !== null && <img src={image} alt={t("report:chains.image")} />}
      {image === null && chain.imagePath !== null && (
        <p className="muted">{t("report:chains.noImage")}</p>
      )}
      <ol>
        {chain.steps.map((step, place) => {
          const own = stepScores[place] ?? null;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a chain do not move
            <li key={place} data-score={own === null ? undefined : levelOf(own)}>
              <p className="figures">
                {t("report:chains.step", { number: place + 1 })} ·{" "}
                <strong>
                  {own === null
                    ? t("report:chains.notSaid")
                    : t("report:chains.score", { score: formatScore(own) })}
                </strong>
                {step.accuracy !== null && (
                  <span className="muted">
                    {" "}
                    · {t("report:chains.label", { label: formatScore(step.accuracy) })}
                  </span>
                )}
              </p>
              <p className="text" dir="auto">
                <Given text={step.text} />
              </p>
            </li>
          );
        })}
      </ol>
    </article>
  );
}

function levelOf(score: number): "low" | "middle" | "high" {
  if (score < LOW) return "low";
  return score > HIGH ? "high" : "middle";
}
