// Which device trains, and plainly so when WebGPU is a software emulation.
import type { BackendInfo } from "../../domain/run.ts";
import { Badge } from "../primitives/Badge.tsx";
import { useRun } from "../StudioContext.ts";
import styles from "./BackendBadge.module.css";

const NAMES: Record<BackendInfo["name"], string> = { webgpu: "WebGPU", wasm: "wasm", cpu: "CPU" };

/** The processor is one thing to the reader, whichever of the two computes on it. */
function nameOf({ name, engine }: BackendInfo): string {
  return engine === "reference"
    ? `${NAMES[name]}, reference engine`
    : name === "webgpu"
      ? "WebGPU"
      : "CPU";
}

export function BackendBadge() {
  const backend = useRun((run) => run.backend);
  if (backend === null) {
    return (
      <Badge title="The device is chosen when a run starts; see Backend in the configuration">
        no device yet
      </Badge>
    );
  }
  const { adapter, isFallback, reason } = backend;
  return (
    <Badge
      tone={isFallback ? "warning" : "neutral"}
      title={`${nameOf(backend)} · ${adapter}. ${reason}`}
    >
      <span>{nameOf(backend)}</span>
      {isFallback && <span>· software emulation</span>}
      <span className={styles["adapter"]}>· {adapter}</span>
    </Badge>
  );
}
