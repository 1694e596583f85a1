// The panel on why a weight moved.
import type { Translation } from "../areas.ts";
import type en from "../en/why.ts";

export default {
  title: "權重為何變動",
  show: "顯示",
  hide: "隱藏",
  about:
    "每個上層步都會問每個領域：在它上面訓練一步，是否也會降低後設集的損失？對齊度 h 說明程度；大於 0 表示會。權重的平均固定為 1，所以 h 高於點線（所有領域的平均）時權重上升，低於時下降。h 的平均若小於各步離散程度的一半，就稱為雜訊。圖中畫的是釘選的領域，沒有釘選時則是權重最高與最低的領域。",
  window: "最近 {{number}} 個上層步；縮放圖表可查看更早的部分",
  windowUntil: "到第 {{step}} 步（縮放範圍的終點）為止的 {{number}} 個上層步",
  overLast: "最近 {{number}} 個上層步",
  before:
    "請按「訓練」。從第一個上層步起，這裡會顯示每個領域的訓練如何影響後設損失、其中多少是雜訊，以及背後是哪些後設推理鏈。",
  noneLearned: "{{mode}} 模式不學習權重，所以沒有東西牽動它們。要學習權重，請選 bilevel。",
  sentence: {
    up: "<domain/> {{weight}} 被往上拉",
    down: "<domain/> {{weight}} 被往下拉",
    upRatio: "<domain/> {{weight}} 被往上拉，訊號雜訊比 {{ratio}}：{{word}}",
    downRatio: "<domain/> {{weight}} 被往下拉，訊號雜訊比 {{ratio}}：{{word}}",
    more: "以及另外 {{number}} 個",
  },
  signal: { noise: "雜訊", faint: "微弱", clear: "明確" },
  table: {
    label: "拉力表",
    goTo: "前往",
    up: "向上",
    down: "向下",
    pin: "{{name}}：釘選以便比較",
    chains: "在「檢查」中看 {{name}} 的推理鏈",
    behind: "哪些後設推理鏈在牽動 {{name}}？",
    heads: {
      name: { label: "領域", about: "依名稱排序" },
      weight: { label: "權重", about: "目前的 α" },
      pull: {
        label: "拉力",
        about: "最近 {{number}} 個上層步的 h 平均減去所有領域的平均：大於 0 時權重被往上拉",
      },
      snr: {
        label: "訊號 / 雜訊",
        about: "最近 {{number}} 個上層步的 h，|平均| 除以標準差；低於 0.5 時無法與雜訊區分",
      },
      mean: { label: "h 平均", about: "最近 {{number}} 個上層步" },
      cosine: { label: "餘弦", about: "最近 {{number}} 個有測量的上層步的平均" },
    },
  },
  charts: {
    average: "所有領域的平均",
    alignment: "對齊度 h <small>每個上層步</small>",
    alignmentLabel: "所選領域與後設損失的對齊度，橫軸為下層步",
    alignmentEmpty: "從第一個上層步開始",
    cosine: "餘弦 <small>領域的梯度與後設方向 v 之間，−1 到 1</small>",
    cosineLabel: "所選領域的梯度與後設方向的餘弦，橫軸為下層步",
    cosineEmpty: "只在部分上層步測量",
  },
  pulls: {
    label: "權重背後的後設推理鏈",
    domain: "看這個領域的權重背後",
    ask: "是哪些後設推理鏈？",
    again: "重新測量",
    measuring: "測量中…",
    askAbout: "測量後設集的每條推理鏈；訓練會在這段時間暫候",
    measuredAt: "在第 {{step}} 步測量",
    stale: "之後 PRM 又繼續訓練了",
    hint: "在這個領域上訓練一步，會改變後設集每條推理鏈在後設損失中的份額，因而把權重往上或往下拉。測量需要一點時間。",
    sumUp:
      "所有後設推理鏈合起來把 <domain/> 的權重往上拉（{{pull}}）。這是以完整推理鏈、沿後設損失的斜率直接測量的；h 則以小批次測量，兩者不一定一致。",
    sumDown:
      "所有後設推理鏈合起來把 <domain/> 的權重往下拉（{{pull}}）。這是以完整推理鏈、沿後設損失的斜率直接測量的；h 則以小批次測量，兩者不一定一致。",
    sumNeither:
      "所有後設推理鏈合起來沒有把 <domain/> 的權重往任何方向拉（{{pull}}）。這是以完整推理鏈、沿後設損失的斜率直接測量的；h 則以小批次測量，兩者不一定一致。",
    up: { title: "最往上拉的", none: "沒有後設推理鏈把它往上拉。" },
    down: { title: "最往下拉的", none: "沒有後設推理鏈把它往下拉。" },
    more: "顯示更多",
    fewer: "顯示較少",
    open: "在「檢查」中開啟這條推理鏈",
    right: "答案正確",
    wrong: "答案錯誤",
    score: "分數 {{score}}",
  },
} satisfies Translation<typeof en>;
