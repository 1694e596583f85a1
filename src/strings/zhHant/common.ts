// Words used all over the app.
import type { Translation } from "../areas.ts";
import type en from "../en/common.ts";

export default {
  close: "關閉",
  dismiss: "知道了",
  notice: "通知",
  dismissNotice: "關閉通知",
  rename: "重新命名 {{name}}",
  newName: "{{name}} 的新名稱",
  saveName: "儲存名稱",
  keepName: "保留原名稱",
  guideLink: "指南：{{section}}",
  notFetched: "無法取得頁面的這個部分；連上網路後請再試一次。",
  guideSections: {
    start: "從這裡開始",
    prm: "什麼是 PRM",
    levels: "上下兩層",
    weights: "權重的意義",
    caution: "權重不代表什麼",
    data: "準備資料",
    labels: "產生標籤",
    features: "預訓練模型的特徵",
    train: "訓練的設定",
    charts: "看懂圖表",
    verdict: "看懂判定",
    inspect: "逐條檢視推理鏈",
    runs: "保存與比較訓練紀錄",
    share: "分享",
    keys: "鍵盤操作",
    words: "詞彙表",
  },
} satisfies Translation<typeof en>;
