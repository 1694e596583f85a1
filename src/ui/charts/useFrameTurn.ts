// When a chart's frame is fetched and drawn: at once where there is something to draw, else in the page's first idle
// moment, since the frame's library weighs a third of the page and an empty chart can wait.
import { useEffect, useState } from "react";
import { whenIdle } from "../../base/whenIdle.ts";

let wasIdle = false;

export function useFrameTurn(hasData: boolean): boolean {
  const [isIdle, setIdle] = useState(wasIdle);
  useEffect(() => {
    if (isIdle) return;
    return whenIdle(() => {
      wasIdle = true;
      setIdle(true);
    });
  }, [isIdle]);
  return isIdle || hasData;
}
