// The opening and the tour.
import type { Translation } from "../areas.ts";
import type en from "../en/opening.ts";

export default {
  title: "不是每份訓練資料都該有同樣的份量",
  about: {
    prm: "過程獎勵模型（PRM）為推理鏈的每個步驟評分，好從許多答案中挑出最好的一個。",
    weights:
      "訓練資料來自許多領域，有好有壞；DreamPRM 邊訓練邊為每個領域學一個權重，依據是：多用一些這個領域的資料，會不會讓 PRM 更準確地評判一小份可信的資料。",
    here: "這一切都在你的瀏覽器、你自己的電腦上進行：按下按鈕，看十五個權重從 1.0 分開。",
  },
  train: "用內建題組訓練",
  trainOwn: "用載入的資料訓練",
  tour: "開始導覽",
  data: "使用我的資料",
  guide: "閱讀指南",
  close: "關閉開場",
  picture: {
    label:
      "運作方式：各領域有標籤的推理鏈乘上各自的權重來訓練 PRM；PRM 再用一小份可信的資料檢驗；檢驗的結果調整權重。",
    domains: "各領域的推理鏈",
    good: "標籤乾淨",
    middling: "標籤有雜訊",
    bad: "標籤有害",
    prm: "PRM",
    lower: "下層：訓練 PRM",
    meta: "可信的資料",
    upper: "上層：調整權重",
  },
  tourWords: {
    label: "導覽",
    place: "第 {{stop}} 站，共 {{count}} 站",
    back: "上一站",
    next: "下一站",
    train: "立即訓練",
    done: "完成",
    skip: "略過導覽",
    run: {
      title: "一個按鈕就能訓練",
      text: "它開始、暫停並繼續訓練；空白鍵也可以。十五個領域的人造題目已經載入，其中有些領域是刻意弄壞的。",
    },
    lines: {
      title: "每條線是一個領域的權重",
      text: "所有權重都從 1.0 開始。暖身之後它們會分開：資料有幫助的領域上升，有害的下降，平均始終是 1。",
    },
    bars: {
      title: "同樣的權重，排序後",
      text: "領域的顏色與虛線樣式在每張圖表中都相同。指向名稱即可單獨看它的線，按下則固定。",
    },
    why: {
      title: "權重為什麼移動",
      text: "對每個領域：它的梯度與可信資料的梯度方向有多一致、其中多少是雜訊，以及背後是哪些推理鏈。",
    },
    inspect: {
      title: "逐條檢視推理鏈",
      text: "每個步驟都有標籤，以及 PRM 給的分數。改寫一個步驟，分數會跟著變。",
    },
    verdict: {
      title: "是真的嗎？",
      text: "權重有差別還不能證明什麼。判定會用多個種子訓練各種對照組，看增益能不能用別的原因解釋，再用白話說出還剩下什麼。",
    },
    share: {
      title: "分享出去",
      text: "網址包含所有設定與種子：打開連結的人按一下就能得到同樣的訓練。想再看一次導覽，或查看所有快捷鍵，請按「說明」。",
    },
  },
} satisfies Translation<typeof en>;
