// The header: views, run buttons, theme, language.
import type { Translation } from "../areas.ts";
import type en from "../en/header.ts";

export default {
  views: {
    navigation: "檢視",
    data: "資料",
    label: "標註",
    train: "訓練",
    evaluate: "評估",
    inspect: "檢查",
    runs: "紀錄",
    guide: "指南",
  },
  labelling: "正在產生標籤",
  labellingHidden: "，進行中",
  interrupted: "有一次訓練中斷了，等待繼續",
  interruptedHidden: "，已中斷",
  theme: {
    change: "主題：{{theme}}，切換為{{next}}",
    system: "跟隨系統",
    light: "淺色",
    dark: "深色",
  },
  skip: "跳到主要內容",
  language: "語言：{{language}}",
  help: {
    open: "說明",
    guide: "指南",
    tour: "開始導覽",
    opening: "顯示開場",
    keys: "鍵盤操作",
    palette: "指令面板",
  },
  title: {
    idle: "{{view}} · DreamPRM Studio",
    moving: "{{share}} % · {{view}} · DreamPRM Studio",
    resting: "{{state}} · {{view}} · DreamPRM Studio",
  },
  error: {
    reload: "重新載入頁面",
    goOn: "重新載入並從第 {{step}} 步繼續",
  },
  run: {
    bar: "執行",
    state: "執行狀態",
    start: "訓練",
    pause: "暫停",
    resume: "繼續",
    stop: "停止",
    key: "空白鍵",
    study: "研究",
    studyPaused: "研究已暫停",
  },
  states: {
    idle: "閒置",
    preparing: "準備中",
    compiling: "編譯中",
    running: "訓練中",
    paused: "已暫停",
    retraining: "重新訓練中",
    finished: "已完成",
    stopped: "已停止",
    failed: "失敗",
  },
  device: {
    none: "尚無裝置",
    noneTitle: "裝置在開始訓練時選定；見設定中的「運算後端」",
    processor: "CPU",
    reference: "{{name}}，參考引擎",
    emulation: "軟體模擬",
  },
} satisfies Translation<typeof en>;
