// Markdown of the guide as the page's own elements: links into the app stay in it, fenced "example" blocks
// become live examples, what KaTeX is to set becomes equations.
import type { ComponentProps, ReactNode } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkCjkFriendly from "remark-cjk-friendly";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import { Equation } from "./Equation.tsx";
import { LiveExample } from "./examples/LiveExample.tsx";
import styles from "./GuideText.module.css";
import { goToSetting, settingOfLink } from "./goToSetting.ts";

/** By Markdown's own rule, bold that ends in 「？」 or 「…」 would not end before a Chinese character. */
export const MARKDOWN_PLUGINS = [remarkGfm, remarkCjkFriendly, remarkMath];

const COMPONENTS: Components = {
  a: Link,
  // What is fenced decides for itself how it stands.
  pre: ({ children }) => children,
  code: Code,
  table: ({ children }) => (
    <div className={styles["table"]}>
      <table>{children}</table>
    </div>
  ),
};

export function GuideText({ markdown }: { markdown: string }) {
  return (
    <Markdown remarkPlugins={MARKDOWN_PLUGINS} components={COMPONENTS}>
      {markdown}
    </Markdown>
  );
}

function Link({ href = "", children }: ComponentProps<"a">): ReactNode {
  if (!href.startsWith("#")) {
    return (
      <a href={href} target="_blank" rel="noreferrer">
        {children}
      </a>
    );
  }
  const setting = settingOfLink(href);
  return (
    // The address leads to the view; the field in it is found once it is there.
    <a href={href} onClick={setting === null ? undefined : () => goToSetting(setting)}>
      {children}
    </a>
  );
}

function Code({ className = "", children }: ComponentProps<"code">): ReactNode {
  const text = typeof children === "string" ? children.replace(/\n$/, "") : "";
  if (className.includes("math-display")) return <Equation tex={text} isBlock />;
  if (className.includes("math-inline")) return <Equation tex={text} isBlock={false} />;
  if (className.includes("language-example")) return <LiveExample name={text} />;
  if (className.includes("language-")) {
    return (
      <pre className={styles["listing"]}>
        <code>{text}</code>
      </pre>
    );
  }
  return <code>{children}</code>;
}
