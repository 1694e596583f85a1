// Which second PRM's scores stand beside the shown one's.

import { useId } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { InspectStore } from "../../store/inspectState.ts";
import { otherPrms } from "../../store/prmShelf.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Select } from "../primitives/Select.tsx";
import styles from "./CompareChoice.module.css";

/** No PRM bears this id. */
const NONE = "";

export interface CompareChoiceProps {
  store: InspectStore;
  /** The scores with the image stand beside the shown ones, in the place of any PRM's. */
  isPutAside: boolean;
}

export function CompareChoice({ store, isPutAside }: CompareChoiceProps) {
  const id = useId();
  const others = useStore(store, useShallow(otherPrms));
  const comparedTo = useStore(store, (state) => state.comparedTo);
  const hasPrm = useStore(store, (state) => state.prm !== null);
  const isEmpty = others.length === 0;
  return (
    <span
      className={styles["choice"]}
      title={
        isPutAside
          ? t("inspect:compare.putAside")
          : isEmpty
            ? t("inspect:compare.none")
            : t("inspect:compare.about")
      }
    >
      <label htmlFor={id}>{t("inspect:compare.label")}</label>
      <Select
        id={id}
        className={styles["select"]}
        value={comparedTo ?? NONE}
        disabled={isEmpty || !hasPrm || isPutAside}
        options={[
          {
            value: NONE,
            label: t(isEmpty ? "inspect:compare.noOther" : "inspect:compare.nothing"),
          },
          ...others.map(({ id: value, label, step }) => ({
            value,
            label: t("inspect:compare.atStep", {
              prm: said(label),
              step: step.toLocaleString("en-US"),
            }),
          })),
        ]}
        onChange={(value) => store.getState().compareWith(value === NONE ? null : value)}
      />
    </span>
  );
}
