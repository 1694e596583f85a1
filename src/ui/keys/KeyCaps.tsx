// A key, or keys pressed in turn, as they stand on the keyboard.
import { t } from "../../strings/strings.ts";
import { isMac } from "./isMac.ts";
import styles from "./KeyCaps.module.css";

/** @param keys as the table of commands names them: "Mod+k", "g d" */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className={styles["keys"]}>
      {keys.split(/[ +]/).map((key) => (
        <kbd key={key} className={styles["key"]}>
          {capOf(key)}
        </kbd>
      ))}
    </span>
  );
}

/** Names of the keys whose name is no sign. */
const NAMED = [
  "Space",
  "Enter",
  "Escape",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
] as const;

function capOf(key: string): string {
  if (key === "Mod") return isMac() ? "⌘" : t("keys:names.Mod");
  const named = NAMED.find((name) => name === key);
  return named === undefined ? key.toUpperCase() : t(`keys:names.${named}`);
}
