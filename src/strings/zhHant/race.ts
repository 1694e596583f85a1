// Race of the weights and small multiples; what is around the weights' chart.
import type { Translation } from "../areas.ts";
import type en from "../en/race.ts";

export default {
  panel: {
    note_other: "α，平均為 1，共 {{count}} 個領域",
    tiers: "植入的層級",
    caution:
      "權重散開本身說明不了什麼：即使各領域一樣好，權重也會漂開。真正重要的是不同種子的結果是否一致，以及重新訓練的 PRM 是否勝過一般 PRM（vanilla）。",
    headReads: "輸出頭讀取的是：{{what}}。",
    learned: "學到的權重。",
    summary: "在第 {{step}} 步，最大的權重是 {{largest}}；最小的是 {{smallest}}。平均為 1。",
    allEqual: "全部 {{count}} 個權重都正好是 1.0。",
    weightOf: "{{name}} {{weight}}",
    separator: "、",
  },
  looks: {
    label: "權重的顯示方式",
    lines: "折線",
    multiples: "小圖並列",
    race: "競賽圖",
  },
  before: {
    generating: "正在產生內建題組",
    equal: "全部 {{count}} 個權重都正好是 1.0",
    fixed: "在這個模式下權重維持不變",
    parting: "權重從第一個上層步開始分開：資料有助於 PRM 評判後設集的領域上升，其他領域下降。",
    partingAfter:
      "經過 {{steps}} 個下層步的暖身後，權重從第一個上層步開始分開：資料有助於 PRM 評判後設集的領域上升，其他領域下降。",
    notLearned:
      "vanilla 模式讓每個權重都維持 1，fixed 模式則維持給定的權重。要學習權重，請選擇 bilevel。",
  },
  bars: {
    now: "目前的權重",
    at: "第 {{step}} 步的權重",
    row: "{{name}}，權重 {{weight}}",
  },
  tiers: {
    high: "高",
    middle: "中等",
    trivial: "過於簡單",
    harmful: "有害",
    named: "{{name}} · {{tier}}",
  },
  multiples: {
    label: "每個領域一張小圖，座標軸全部相同",
    pin: "{{name}}，權重 {{weight}}，釘選",
    unpin: "{{name}}，權重 {{weight}}，取消釘選",
    loading: "正在取得圖表",
    failed: "無法取得這種顯示方式；請在連上網路後再試。",
  },
  player: {
    label: "權重競賽圖",
    picture: "以長條表示各領域，權重最大的在最上面，第 {{step}} 步",
    play: "播放競賽圖",
    pause: "暫停競賽圖",
    step: "步",
    at: "第 {{step}} 步，共 {{total}} 步",
    nothing: "開始訓練後，競賽圖就會出現。",
    follow: "跟隨訓練",
    speed: "速度",
    left_other: "另有 {{count}} 個權重較小的領域沒有畫出。",
  },
  film: {
    gif: "存成 GIF",
    video: "存成影片",
    making: "正在繪製影片",
    progress: "第 {{done}} 格，共 {{total}} 格",
    cancel: "取消",
    failed: "無法製作影片：{{reason}}",
    noVideo: "這個瀏覽器無法寫入影片；可以改存成 GIF。",
    step: "第 {{step}} 步",
  },
} satisfies Translation<typeof en>;
