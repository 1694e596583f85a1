// What the worker says of a labelling job, as it says it: templates, see strings/said.ts.
import type { Translation } from "../areas.ts";
import type en from "../en/labelSaid.ts";

export default {
  writing: "正在產生推理鏈並續寫其前綴",
  pausedReply: "已暫停；還有 1 則回覆在途中，到達後會保存",
  pausedReplies: "已暫停；還有 {{replies}} 則回覆在途中，到達後會保存",
  overBudget: "已暫停：下一個請求可能超出預算（{{saidCaps}}）",
  requestsAndTokens: "{{requests}} 個請求與 {{tokens}} 個 token",
  requests: "{{requests}} 個請求",
  tokens: "{{tokens}} 個 token",
  failed: "因錯誤而停止；已完成的都沒有遺失",
  done: "每個前綴都有標籤了",
  emptyReply: "回覆是空的",
  emptyCompletion: "續寫是空的",
  noMessage: "回覆中沒有訊息",
  cutOff: "在 {{tokens}} 個 token 處被截斷",
  filtered: "被內容過濾器擋下",
  noStep: "推理鏈中沒有「Step n:」",
  manySteps: "超過 {{steps}} 個步驟",
  longStep: "有一個步驟太長",
  emptyStep: "有一個步驟沒有文字",
  beganAnew: "從頭開始，而不是接著寫",
  noAnswer: "沒有最終答案（計為錯誤）",
  refused: "端點拒絕了請求",
  noReply: "重試多次後仍無回覆",
  mixedContent:
    "這個頁面是透過 https 開啟的，瀏覽器不允許這樣的頁面連到 {{origin}}，因為那是另一台機器上的純 http。請改用 http 開啟本頁（npm start 會在這台電腦上提供），或讓端點支援 https，或把它轉送到這台電腦，例如用 {{command}}，再填入 {{address}}。",
  ollama: "它是否在執行，並允許本頁連線？請這樣啟動：{{command}}",
  started: "它是否在執行？例如可以這樣啟動：{{command}}",
  cors: "它是否在執行，並允許本頁連線？它的回應必須帶有標頭 {{header}}（CORS）。不允許的託管服務可以從命令列使用：npm run label。",
} satisfies Translation<typeof en>;
