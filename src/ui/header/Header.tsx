// Always in sight: the product, the views, the device, the run's state and its main buttons.
import { BackendBadge } from "./BackendBadge.tsx";
import styles from "./Header.module.css";
import { RunBar } from "./RunBar.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import { ViewTabs } from "./ViewTabs.tsx";

export function Header() {
  return (
    <header className={styles["header"]}>
      <h1 className={styles["name"]}>DreamPRM Studio</h1>
      <ViewTabs />
      <div className={styles["badge"]}>
        <BackendBadge />
      </div>
      <RunBar />
      <ThemeSwitch />
    </header>
  );
}
