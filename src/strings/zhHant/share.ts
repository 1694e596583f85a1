// Sharing: the link, and the buttons for link and report.

import type { Translation } from "../areas.ts";
import type en from "../en/share.ts";

export default {
  copyLink: "複製連結",
  copyLinkAbout: "內含設定與種子的連結：在別處開啟，一切就自動設好",
  saveReport: "報告",
  saveReportAbout: "一個 HTML 檔，內含設定、圖表、判定與推理鏈範例，到處都能閱讀",
  reportSaved: "已儲存報告：{{file}}。不需要這個應用程式，到處都能開啟。",
  reportFailed: "無法產生報告：{{reason}}",
  copied: "已複製連結。",
  holds: {
    run: "其中有這次訓練的設定與種子。",
    form: "其中有表單裡的設定與種子。",
    kept: "其中有「{{name}}」的設定與種子。",
  },
  omits: {
    nothing: "搭配內建題組，這就是整次訓練：種子相同，結果就相同。",
    edits: "你在題組中改名、合併或關閉的領域不在其中。",
    files: "你自己的資料檔案不在其中：{{names}}。",
    vectors: "預訓練模型的向量不在其中。",
    changes: "你之後在表單裡的修改不在其中。",
  },
  moreFiles_other: "另外 {{count}} 個",
  long: "連結長達 {{characters}} 個字元，有些伺服器會拒收。",
  fieldAtFault: "設定有誤時無法產生連結：請先更正 {{field}}。",
  dialog: {
    title: "複製這個連結",
    explanation: "瀏覽器不允許頁面自行複製。連結已在下方選取：請按 Ctrl+C（Mac 上為 ⌘C）。",
    link: "連結",
  },
  address: {
    title: "網址中的設定",
    headline: "表單顯示的是網址中的設定；下方的訓練用的是另一組設定。",
    differing: "表單 → 訓練：{{settings}}",
    more_other: "另外 {{count}} 項",
    take: "改用這次訓練的設定",
  },
} satisfies Translation<typeof en>;
