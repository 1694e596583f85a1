// Always in sight: the product, the views, the device, the run's state and its main buttons, language, theme
// and help.
import { BackendBadge } from "./BackendBadge.tsx";
import styles from "./Header.module.css";
import { HelpMenu } from "./HelpMenu.tsx";
import { LanguageMenu } from "./LanguageMenu.tsx";
import { RunBar } from "./RunBar.tsx";
import { SkipLink } from "./SkipLink.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";
import { ViewTabs } from "./ViewTabs.tsx";

export function Header() {
  return (
    <header className={styles["header"]}>
      <SkipLink />
      <h1 className={styles["name"]}>DreamPRM Studio</h1>
      <ViewTabs />
      <div className={styles["badge"]}>
        <BackendBadge />
      </div>
      <RunBar />
      <div className={styles["menus"]}>
        <LanguageMenu />
        <ThemeSwitch />
        <HelpMenu />
      </div>
    </header>
  );
}
