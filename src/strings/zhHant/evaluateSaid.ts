// What the worker says of studies, verdicts and measurements, and in notices: templates, see strings/said.ts.
import type { Translation } from "../areas.ts";
import type en from "../en/evaluateSaid.ts";

export default {
  thisRun: "這次訓練",
  retrained: "重新訓練（學到的權重）",
  vanilla: "一般 PRM（vanilla）",
  imagesHidden: "{{saidPrm}}，隱藏影像",
  weightedVote: "{{saidPrm}}，加權投票",
  majority: "多數決",
  random: "任一候選回應（pass@1）",
  oracle: "Oracle：任一正確",
  style: "最佳模型，不讀推理鏈",
  position: "只看步驟位置",

  withImage: "有影像",
  withoutImage: "沒有影像",
  notNamed: "未註明",
  step: "1 個步驟",
  steps: "{{number}} 個步驟",

  learnedWeights: "學到的權重",
  bilevel: "雙層訓練本身",
  vanillaLong: "一般 PRM（vanilla），兩倍步數",
  permuted: "學到的權重，隨機調換領域",
  fineTuned: "一般 PRM（vanilla），在後設集上微調",
  harmfulLeftOut: "Oracle：排除有害領域",
  cleanDomains: "{{saidControl}}，乾淨領域",
  withSeed: "{{saidLabel}}，種子 {{seed}}",
  generatingClean: "正在產生乾淨領域",
  deciding: "正在以保留的後設推理鏈決定",
  testing: "正在測試用候選回應上測量",
  verdictTitle: "是真的嗎？",

  paper: "論文的消融實驗",
  upperLearningRate: "上層學習率",
  unroll: "展開步數",
  asSet: "目前的設定",
  noAggregationLoss: "不用彙總損失",
  noBilevel: "不用雙層最佳化",
  noSteps: "不分步驟",

  preparing: "準備中",
  interruptedStudy: "因重新載入頁面而中斷；{{all}} 次訓練中已完成 {{done}} 次",
  stoppedReport: "已停止；報告涵蓋已完成的部分",
  stoppedEarly: "已停止，尚不足以提出報告",
  measuringPrms: "正在測量第 {{place}} 個 PRM（共 {{number}} 個）",
  stepMetrics: "步驟指標",
  evaluating: "正在評估：{{saidPrm}}",
  evaluatingIntervals: "正在評估：區間",

  deviceLost: "運算裝置（{{saidDevice}}）中斷了：{{reason}}從第 {{step}} 步起改用{{saidNow}}繼續。",
  deviceLostAgain:
    "運算裝置（{{saidDevice}}）短時間內中斷了 {{times}} 次：{{reason}}從第 {{step}} 步起改用{{saidNow}}繼續。",
  deviceInParts:
    "運算裝置（{{saidDevice}}）的記憶體放不下大小為 {{size}} 的批次：改為分成 {{parts}} 份計算，結果相同。從第 {{step}} 步起在{{saidNow}}上繼續。",
  deviceFull:
    "運算裝置（{{saidDevice}}）的記憶體不足以執行這次訓練，即使把批次分成 {{parts}} 份也不行。從第 {{step}} 步起改用{{saidNow}}繼續。",
  kernelPlain:
    "{{saidDevice}} 的驅動程式無法建置運算核心「{{kernel}}」（{{reason}}）。從第 {{step}} 步起在{{saidNow}}上改用較慢的簡單版本繼續。",
  kernelElsewhere:
    "{{saidDevice}} 的驅動程式無法建置運算核心「{{kernel}}」（{{reason}}）。從第 {{step}} 步起改用{{saidNow}}，以其他方式做同樣的計算。",
  notFinite:
    "運算裝置在下層步 {{from}} 到 {{to}} 算出非有限的數值，重算時則沒有：訓練從第 {{step}} 步繼續。",
  otherDevice: "先前的運算裝置不在了（{{reason}}）；改用另一個繼續。",
  referenceGpu: "WebGPU（參考引擎）",
  referenceWasm: "WebAssembly（參考引擎）",
  studyLost: "有一個研究中斷了，無法繼續：{{saidReason}}。",
  dataGone: "它所用的資料已不再載入",
  notEvaluated: "無法評估候選回應：{{reason}}",

  allDirections: "向量的全部 {{width}} 個方向（經過置中與縮放）",
  someDirections: "向量 {{width}} 個方向中的 {{number}} 個，涵蓋 {{share}} % 的變異",

  headNothing: "無法判定：沒有載入已知答案的測試用候選回應，保留的後設推理鏈也太少。",
  headMetaBenefit:
    "學習權重有幫助：在保留的後設推理鏈上 AUROC {{gain}}（{{low}} 到 {{high}}）；沒有載入已知答案的測試用候選回應。",
  headMetaHarm:
    "學習權重有害：在保留的後設推理鏈上 AUROC {{gain}}（{{low}} 到 {{high}}）；沒有載入已知答案的測試用候選回應。",
  headMetaNone:
    "沒有證據顯示有益：在保留的後設推理鏈上 AUROC {{gain}}（{{low}} 到 {{high}}）；沒有載入已知答案的測試用候選回應。",
  headBenefit:
    "與計算量相同的一般 PRM（vanilla）相比，學習權重讓 best-of-{{n}} 提高了 {{points}} 個百分點（95 % 區間 {{low}} 到 {{high}}）。",
  headHarm:
    "與一般 PRM（vanilla）相比，學習權重讓 best-of-{{n}} 降低了 {{points}} 個百分點（變化的 95 % 區間 {{low}} 到 {{high}}）。",
  headNone:
    "與{{saidControl}}相比，學習權重讓 best-of-{{n}} 變化了 {{points}} 個百分點（{{low}} 到 {{high}}）：{{saidMeaning}}。",
  asMuchComputing: "計算量相同的一般 PRM（vanilla）",
  plainVanilla: "一般 PRM（vanilla）",
  littleHarm: "差距小到不能說有害，也沒有證據顯示有益",
  noEvidence: "這不足以證明有益",
  littleBenefit: "差距小到不能說有益",
  anotherControl: "但另一個對照組表現一樣好，所以這不足以證明有益",

  against: "與{{saidControl}}相比：{{points}} 個百分點（{{low}} 到 {{high}}），{{saidMeaning}}。",
  atSameSteps: "步數相同的一般 PRM（vanilla）",
  atTwiceSteps: "兩倍步數的一般 PRM（vanilla）",
  otherDomains: "把同樣的權重放到其他領域",
  better: "比較好",
  worse: "比較差",
  noDifference: "沒有明顯差異",
  notComputing: "所以不能只用計算量較多來解釋",
  computing: "所以多花計算量也能做到同樣好",
  dealsMatter: "勝過 {{all}} 次隨機分配中的 {{beaten}} 次：哪個領域用哪個權重確實有差",
  dealsTooFew: "勝過 {{all}} 次隨機分配中的 {{beaten}} 次：太少，不能說哪個領域用哪個權重有差",
  dealsAlike: "所以隨機分配權重也能做到同樣好",
  missing: "缺少可比較的對照：{{saidMissing}}。",
  missingPermuted: "隨機調換領域的權重",
  missingSeed: "第二個種子",
  missingLongPermuted: "兩倍步數的一般 PRM（vanilla）、隨機調換領域的權重",
  missingLongSeed: "兩倍步數的一般 PRM（vanilla）、第二個種子",
  missingPermutedSeed: "隨機調換領域的權重、第二個種子",
  missingAll: "兩倍步數的一般 PRM（vanilla）、隨機調換領域的權重、第二個種子",
  agreementUntold: "領域與種子太少，無法判斷各種子對權重的看法是否一致。",
  agreement:
    "{{seeds}} 個種子對哪些領域比較重要看法一致（等級相關 {{value}}，純屬巧合會落在 {{low}} 到 {{high}}）。",
  noAgreement:
    "{{seeds}} 個種子對權重的一致程度不高於巧合（等級相關 {{value}}，純屬巧合會落在 {{low}} 到 {{high}}）。",
  recommendedLearned: "在看任何測試檔案之前，建議使用學到的權重。{{saidReason}}",
  recommendedUniform: "在看任何測試檔案之前，建議使用均等權重。{{saidReason}}",

  judgeBetter:
    "學到的權重更能評判沒看過的推理鏈：在不用於訓練的 {{chains}} 條後設推理鏈（{{questions}} 題）上，用學到的權重 AUROC 為 {{learned}}，用均等權重為 {{uniform}}（{{share}} % 的重抽樣較好）。",
  judgeWorse:
    "學到的權重評判沒看過的推理鏈較差：在不用於訓練的 {{chains}} 條後設推理鏈（{{questions}} 題）上，用學到的權重 AUROC 為 {{learned}}，用均等權重為 {{uniform}}。",
  judgeAlike:
    "學到的權重沒有明顯較好：在不用於訓練的 {{chains}} 條後設推理鏈（{{questions}} 題）上，用學到的權重 AUROC 為 {{learned}}，用均等權重為 {{uniform}}（{{share}} % 的重抽樣較好；需達 {{asked}} %）。均等權重是安全的選擇。",
  judgeBlind: "{{saidReason}}兩者都不比亂猜好。",

  cautionStopped: "提早停止：計畫的 {{planned}} 次訓練只做了 {{done}} 次。",
  cautionFew: "{{all}} 題中只有 {{questions}} 題有 best-of-{{bestOf}} 所需的 {{n}} 個候選回應。",
  cautionStyle:
    "候選回應出自好幾個模型；完全不讀、只憑模型選，答對 {{style}} %，學到的權重的 PRM 答對 {{share}} %。認得出各模型風格的 PRM 在這裡會顯得很好：請在同一個模型之內比較。",
  cautionFineTunedBetter:
    "在同一個後設集上微調一般 PRM（vanilla）還更好：學到的權重與它相差 {{points}} 個百分點（{{low}} 到 {{high}}）。",
  cautionFineTunedAlike:
    "在同一個後設集上微調一般 PRM（vanilla）差不多一樣好（學到的權重與它相差 {{points}} 個百分點（{{low}} 到 {{high}}））。",
  cautionOracle: "原本還能再進步：排除植入的有害領域，比學到的權重好 {{points}} 個百分點。",
  cautionDisagree: "各種子對權重的看法不一致，因此別過度解讀單一領域。",
  cautionSpread: "權重仍然分散（{{low}} 到 {{high}}）：分散本身不是證據。",
  cautionClean: "即使所有領域同樣乾淨，權重也會分散在 {{low}} 到 {{high}}。",
  cautionCleanGain:
    "即使所有領域同樣乾淨，權重也會分散在 {{low}} 到 {{high}}，增益為 {{points}} 個百分點（{{from}} 到 {{to}}）。",
  cautionUnclearMeta: "光看保留的後設推理鏈，還不足以建議學到的權重；測試用候選回應則足夠清楚。",
  cautionMetaBelied: "保留的後設推理鏈原本支持學到的權重；測試用候選回應並未證實。",
  cautionUnseen: "只有 {{questions}} 題時，低於約 {{points}} 個百分點的增益是看不出來的。",
} satisfies Translation<typeof en>;
