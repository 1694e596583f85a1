// What the stores say: notices, why a control is off; and what every view says of the corpus.
import type { Translation } from "../areas.ts";
import type en from "../en/notices.ts";

export default {
  load: {
    reading_other: "正在讀取 {{count}} 個檔案",
    evaluating: "正在評估…",
    suite: "正在產生內建題組（{{variant}}）",
  },
  suiteVariants: { planted: "植入品質差異", clean: "乾淨", noisy: "雜訊" },
  blockers: {
    noShards: "沒有訓練資料。請拖放領域分片，或載入內建題組。",
    allOff: "所有領域都停用了。請至少啟用一個。",
    noLabels: "啟用的領域中沒有任何一步有標籤。",
    noMeta: "沒有可用來學習領域權重的後設集。請拖放一份，或改用不需要後設集的 vanilla 模式訓練。",
    metaUnjudged: "後設集中沒有任何推理鏈標明是否正確。請拖放有標明的，或改用 vanilla 模式訓練。",
  },
  whyNot: {
    study: "研究正在進行：請先到「評估」停止它",
    running: "訓練正在進行：請等它結束或先停止",
    paused: "訓練已暫停：請讓它跑完或先停止",
    noData: "還沒有可以訓練的資料",
    setting: "有一項設定有誤：請看「訓練」裡的表單",
  },
  formHolds: "表單已填入「{{name}}」的設定。按「訓練」即可執行。",
  formHoldsUnnamed: "表單已填入這筆訓練紀錄的設定。按「訓練」即可執行。",
  deleted: "已刪除「{{name}}」",
  deletedSeveral_other: "已刪除 {{count}} 筆訓練紀錄",
  undo: "復原",
  imageSeen: "看得到影像",
  longAddress: "長達 {{characters}} 個字元的網址",
  said: {
    noNumber: "必須是數字，目前是 {{received}}",
    noWhole: "必須是整數，目前是 {{received}}",
    atLeast: "太小：至少要 {{least}}",
    above: "太小：必須大於 {{bound}}",
    atMost: "太大：最多 {{most}}",
    below: "太大：必須小於 {{bound}}",
    tooLong: "太長：最多 {{most}} 個字元",
    tooShort: "太短：至少要 {{least}} 個字元",
    multiple: "必須是 {{base}} 的倍數",
    noOption: "必須是其中之一：{{options}}",
    unknownKey: "無法辨識的鍵：{{key}}",
    heads: "width 必須是 4 × heads 的倍數",
    nameModel: "請填入模型名稱；「測試連線」會列出端點提供的模型。",
    webAddress: "請填入網址，例如 {{address}}。",
    promptPlace: "提示詞必須包含 {{place}}，每題的文字會放在那裡。",
  },
  languageNotFetched: "無法取得該語言的文字；請連上網路後再試。",
} satisfies Translation<typeof en>;
