// Which device trains, and plainly so when WebGPU is a software emulation.
import type { BackendInfo } from "../../domain/run.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Badge } from "../primitives/Badge.tsx";
import { useRun } from "../StudioContext.ts";
import styles from "./BackendBadge.module.css";

const nameOfBackend = (name: BackendInfo["name"]) =>
  ({ webgpu: "WebGPU", wasm: "wasm", cpu: t("header:device.processor") })[name];

/** The processor is one thing to the reader, whichever of the two computes on it. */
function nameOf({ name, engine }: BackendInfo): string {
  return engine === "reference"
    ? t("header:device.reference", { name: nameOfBackend(name) })
    : name === "webgpu"
      ? "WebGPU"
      : t("header:device.processor");
}

export function BackendBadge() {
  const backend = useRun((run) => run.backend);
  if (backend === null) {
    return <Badge title={t("header:device.noneTitle")}>{t("header:device.none")}</Badge>;
  }
  const { adapter, isFallback, reason } = backend;
  return (
    <Badge
      tone={isFallback ? "warning" : "neutral"}
      title={t("header:device.about", {
        name: nameOf(backend),
        adapter: said(adapter),
        reason: said(reason),
      })}
    >
      <span>{nameOf(backend)}</span>
      {isFallback && <span className={styles["emulation"]}>· {t("header:device.emulation")}</span>}
      <span className={styles["adapter"]}>· {said(adapter)}</span>
    </Badge>
  );
}
