// A titled surface; the unit every view is laid out in.
import { type ReactNode, useId } from "react";
import type { GuideSection } from "../../store/guideSections.ts";
import { GuideLink } from "./GuideLink.tsx";
import styles from "./Panel.module.css";

export interface PanelProps {
  title: string;
  /** Small text beside the title (units, counts). */
  note?: ReactNode;
  /** Where the guide tells of what is in it. */
  guide?: GuideSection | undefined;
  /** What the guided tour calls it, where it stops here. */
  tourStop?: string | undefined;
  /** Controls at the right of the title. */
  actions?: ReactNode;
  /** Body without padding, for tables and charts that bring their own. */
  isFlush?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

export function Panel(props: PanelProps) {
  const { title, note, guide, tourStop, actions, isFlush, className, children } = props;
  const id = useId();
  return (
    <section
      className={[styles["panel"], className].filter(Boolean).join(" ")}
      aria-labelledby={id}
      data-tour={tourStop}
    >
      <header className={styles["header"]}>
        <h2 id={id} className={styles["title"]}>
          {title}
        </h2>
        {guide !== undefined && <GuideLink section={guide} />}
        {note !== undefined && <span className={styles["note"]}>{note}</span>}
        {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
      </header>
      <div className={isFlush ? styles["flush"] : styles["body"]}>{children}</div>
    </section>
  );
}
