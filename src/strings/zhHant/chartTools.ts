// What can be done with a chart: save it, read it as a table.
import type { Translation } from "../areas.ts";
import type en from "../en/chartTools.ts";

export default {
  menu: {
    open: "儲存或閱讀「{{title}}」",
    png: "存成 PNG",
    svg: "存成 SVG",
    csv: "將數值存成 CSV",
    copy: "複製成 PNG",
    table: "以表格顯示",
    chart: "以圖表顯示",
    copied: "「{{title}}」的圖片已複製到剪貼簿。",
    notCopied: "瀏覽器不允許把圖片放進剪貼簿；請改存成 PNG。",
    notDrawn: "瀏覽器無法畫出這張圖片；請改存成 SVG。",
  },
  picture: { smoothed: "{{caption}} · 以移動平均（EMA {{decay}}）平滑" },
  columns: {
    raw: "{{name}}（原始值）",
    smooth: "{{name}}（EMA {{decay}}）",
    time: "{{name}}（毫秒）",
  },
  table: {
    label: "「{{title}}」的表格",
    sort: "依{{name}}排序",
    empty: "還沒有資料點",
    count_other: "共 {{rows}} 列",
    thinned: "{{rows}} 列太多，無法捲動瀏覽：每 {{stride}} 列顯示一列。CSV 則包含全部。",
  },
} satisfies Translation<typeof en>;
