// How the two levels go round, drawn: domains, each as thick as its weight, train the PRM; what a trusted set says
// of the PRM goes back to the weights. A picture of the method, of no run.
import { t } from "../../strings/strings.ts";
import { domainColor } from "../theme/domainColor.ts";
import styles from "./OpeningPicture.module.css";

/** A domain in the picture: its height, how thick its stream is, its colour. */
const STREAMS = [
  { y: 62, width: 15, slot: 2, words: "good" },
  { y: 104, width: 7, slot: 10, words: "middling" },
  { y: 142, width: 2, slot: 3, words: "bad" },
] as const;

export function OpeningPicture() {
  return (
    <svg
      className={styles["picture"]}
      viewBox="0 0 460 212"
      role="img"
      aria-label={t("opening:picture.label")}
    >
      <text x="8" y="28" className={styles["head"]}>
        {t("opening:picture.domains")}
      </text>
      {STREAMS.map(({ y, width, slot, words }) => (
        <g key={words}>
          <path
            d={`M 106 ${y} C 160 ${y}, 160 100, 208 100`}
            fill="none"
            stroke={domainColor(slot)}
            strokeWidth={width}
          />
          <rect x="8" y={y - 15} width="100" height="30" rx="6" className={styles["box"]} />
          <rect x="8" y={y - 15} width="5" height="30" rx="2" fill={domainColor(slot)} />
          <text x="60" y={y + 4} textAnchor="middle">
            {t(`opening:picture.${words}`)}
          </text>
        </g>
      ))}
      <circle cx="236" cy="100" r="31" className={styles["prm"]} />
      <text x="236" y="105" textAnchor="middle" className={styles["prmName"]}>
        {t("opening:picture.prm")}
      </text>
      <path d="M 269 100 H 339" className={styles["way"]} />
      <path d="M 337 94 l 9 6 l -9 6 z" className={styles["arrowHead"]} />
      <rect x="348" y="78" width="104" height="44" rx="6" className={styles["box"]} />
      <text x="400" y="104" textAnchor="middle" className={styles["head"]}>
        {t("opening:picture.meta")}
      </text>
      <path
        d="M 400 122 V 172 Q 400 184 388 184 H 70 Q 58 184 58 172 V 168"
        className={styles["back"]}
      />
      <path d="M 52 170 l 6 -9 l 6 9 z" className={styles["backHead"]} />
      <text x="236" y="48" textAnchor="middle" className={styles["level"]}>
        {t("opening:picture.lower")}
      </text>
      <text x="229" y="203" textAnchor="middle" className={styles["level"]}>
        {t("opening:picture.upper")}
      </text>
    </svg>
  );
}
