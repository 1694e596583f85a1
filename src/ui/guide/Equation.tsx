// An equation, drawn by KaTeX into an element of its own: it sets styles through the DOM, which the page's policy
// allows, and puts MathML beside the picture for screen readers.
import katex, { type KatexOptions } from "katex";
import "katex/dist/katex.min.css";
import { useLayoutEffect, useRef } from "react";
import styles from "./Equation.module.css";

/** Everything the guide's equations are drawn with; a fault in one throws, and a test draws them all. */
export const KATEX_OPTIONS: KatexOptions = {
  output: "htmlAndMathml",
  throwOnError: true,
  strict: "error",
  trust: false,
};

export interface EquationProps {
  tex: string;
  /** On lines of its own, rather than in the text. */
  isBlock: boolean;
}

export function Equation({ tex, isBlock }: EquationProps) {
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (place.current !== null) {
      katex.render(tex, place.current, { ...KATEX_OPTIONS, displayMode: isBlock });
    }
  }, [tex, isBlock]);
  return <span ref={place} className={isBlock ? styles["block"] : undefined} data-tex={tex} />;
}
