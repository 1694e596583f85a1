// When a chart redraws: a few times a second while points arrive, each chart in its own turn, so that
// no two are drawn in one task and the page stays free for the pointer.
import { useEffect, useState } from "react";
import { useStudio } from "../StudioContext.ts";

const INTERVAL_MS = 320;

/** @param turn which share of the interval this chart draws in, in [0, 1). */
export function useRunVersion(turn: number): number {
  const { run } = useStudio();
  const [version, setVersion] = useState(run.getState().version);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const shift = turn * INTERVAL_MS;
    const draw = () => {
      timer = null;
      setVersion(run.getState().version);
    };
    const plan = () => {
      if (timer !== null) return;
      const wait = INTERVAL_MS - ((performance.now() - shift) % INTERVAL_MS);
      timer = setTimeout(draw, wait);
    };
    setVersion(run.getState().version);
    const end = run.subscribe((state, before) => {
      if (state.version !== before.version) plan();
    });
    return () => {
      end();
      if (timer !== null) clearTimeout(timer);
    };
  }, [run, turn]);
  return version;
}
