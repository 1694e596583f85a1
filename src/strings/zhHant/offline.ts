// The app in the browser's keeping: works offline, a newer version.
import type { Translation } from "../areas.ts";
import type en from "../en/offline.ts";

export default {
  works: "可離線使用：整個應用程式都存放在這個瀏覽器中，沒有網路也能訓練。",
  newer: {
    label: "新版本",
    headline: "DreamPRM Studio 有新版本了。",
    idle: "重新載入頁面即可使用；資料、設定與訓練紀錄都會保留。",
    training: "訓練正在進行中。重新載入會中斷訓練，之後會從中斷處繼續。",
    reload: "重新載入",
  },
} satisfies Translation<typeof en>;
