// Settings most people leave alone, behind a heading that opens them. One at fault is never hidden.
import { ChevronRight } from "lucide-react";
import { Collapsible } from "radix-ui";
import { type ReactNode, useState } from "react";
import styles from "./Disclosure.module.css";

export interface DisclosureProps {
  title: string;
  /** Something inside is wrong: it is shown. */
  hasIssue: boolean;
  children: ReactNode;
}

export function Disclosure({ title, hasIssue, children }: DisclosureProps) {
  const [isOpened, setOpened] = useState(false);
  return (
    <Collapsible.Root open={isOpened || hasIssue} onOpenChange={setOpened}>
      <Collapsible.Trigger className={styles["title"]}>
        <ChevronRight aria-hidden="true" />
        {title}
      </Collapsible.Trigger>
      <Collapsible.Content className={styles["content"]}>{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
