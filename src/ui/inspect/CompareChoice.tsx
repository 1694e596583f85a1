// Which second PRM's scores stand beside the shown one's.
import { useId } from "react";
import { useStore } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { InspectStore } from "../../store/inspectState.ts";
import { otherPrms } from "../../store/prmShelf.ts";
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
          ? "While the image is hidden, the scores with it stand beside those without."
          : isEmpty
            ? "There is no second PRM yet: press Retrain in the Train view, or choose a kept run in the Runs view."
            : undefined
      }
    >
      <label htmlFor={id}>Compare with</label>
      <Select
        id={id}
        className={styles["select"]}
        value={comparedTo ?? NONE}
        disabled={isEmpty || !hasPrm || isPutAside}
        options={[
          { value: NONE, label: isEmpty ? "no other PRM yet" : "nothing" },
          ...others.map(({ id: value, label, step }) => ({
            value,
            label: `${label}, step ${step.toLocaleString("en-US")}`,
          })),
        ]}
        onChange={(value) => store.getState().compareWith(value === NONE ? null : value)}
      />
    </span>
  );
}
