// The Guide view: what the app does and how to read it, searchable, with live examples.
import { t } from "../../strings/strings.ts";
import { Panel } from "../primitives/Panel.tsx";

export function GuideView() {
  return <Panel title={t("header:views.guide")}>{null}</Panel>;
}
