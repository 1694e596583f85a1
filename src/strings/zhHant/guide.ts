// The guide's frame and its live examples; what it tells is in src/ui/guide/text.
import type { Translation } from "../areas.ts";
import type en from "../en/guide.ts";

export default {
  contents: "指南目錄",
  section: "指南章節",
  groups: {
    method: "方法",
    data: "你的資料",
    work: "實際操作",
    reference: "參考",
  },
  loading: "正在取得指南…",
  fetchAgain: "再試一次",
  next: "下一節：{{section}}",
  link: {
    copy: "複製「{{heading}}」的連結",
    copied: "已複製連結",
    failed: "無法複製連結，請自行複製：{{link}}",
  },
  search: {
    label: "搜尋指南",
    placeholder: "搜尋指南",
    results: "指南中的位置",
    count_other: "找到 {{count}} 處",
    none: "指南裡沒有「{{query}}」。試試短一點的詞。",
  },
  example: {
    kicker: "即時範例",
    domain: "領域 {{name}}",
    going: "訓練中…",
    again: "再跑一次",
    seed: "種子 {{seed}}",
    newSeed: "換一個種子",
    reset: "重設範例",
    took: "在處理器上以 {{seconds}} 秒完成 {{lower}} 個下層步與 {{upper}} 個上層步，用的就是訓練你資料的同一個引擎。",
  },
  score: {
    title: "為推理鏈評分",
    explanation:
      "先用 400 條加法推理鏈訓練一個小 PRM，再為下面這條推理鏈評分。改動一個數字，看哪些步驟的分數掉下來。",
    action: "訓練小 PRM",
    step: "步驟 {{number}}",
    scoreOf: "步驟 {{number}} 的分數",
    slip: "讓步驟 2 出錯",
    putRight: "改回正確",
  },
  twoLevels: {
    title: "上下兩層，四個領域",
    explanation:
      "四個領域各有 100 條加法推理鏈。A、B、C 的標籤正確；領域 D 隨你破壞，然後執行：所有權重都從 1.0 出發。",
    action: "執行",
    flipped: "反轉 D 的標籤（正確的步驟當成錯誤）",
    noise: "D 的標籤換成隨機值的比例：",
    percent: "{{percent}} %",
    chart: "四個領域的權重隨下層步的變化",
    now: "目前的權重",
  },
  aggregation: {
    title: "同樣的步驟分數，六種彙總方式",
    explanation:
      "一道題目，四個回答。小 PRM 為每個步驟評分；每一列把步驟分數彙總成一條推理鏈的分數，並在 best-of-4 中選出標示「第一」的那條。",
    action: "訓練並評分",
    table: "四條推理鏈在六種彙總方式下的分數",
    chain: "彙總方式",
    candidates: {
      right: "正確，三步",
      small: "正確，五步",
      early: "一開始就錯",
      late: "最後才錯",
    },
    steps: "步驟分數",
    best: "第一",
  },
  drift: {
    title: "沒有東西可學時的權重",
    explanation:
      "用六個種子各做一次雙層訓練，每個種子有自己的資料。四個領域一樣好時，沒有什麼可以發現；D 的標籤反轉時，才真的有。",
    action: "用 {{seeds}} 個種子訓練",
    kind: "領域",
    kinds: {
      equal: "全部一樣好",
      flipped: "D 的標籤反轉",
    },
    table: "各種子下每個領域的最終權重",
    seed: "種子",
    verdict: "權重的平均分散程度：{{spread}}。種子之間的一致程度：{{agreement}}。",
  },
} satisfies Translation<typeof en>;
