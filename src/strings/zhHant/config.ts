// The settings of a run: labels, explanations, choices.
import type { Translation } from "../areas.ts";
import type en from "../en/config.ts";

export default {
  title: "設定",
  preset: "預設組合",
  presetAbout: "整組套用訓練方法；種子、資料、裝置、模式與編碼器不變。",
  presets: {
    custom: "自訂",
    default: "預設值",
    paper: "論文（DARTS、單純 MSE）",
  },
  useDefaults: "使用預設值",
  differences: {
    asItStands: "按下「訓練」時，就以現在的設定開始。",
    wrong: "有欄位填錯了，更正後才能訓練。",
    sameAsRun: "與這次訓練相同。",
    sameAsLast: "與上次訓練相同。",
    fromRun_other: "與這次訓練有 {{count}} 處不同",
    fromLast_other: "與上次訓練有 {{count}} 處不同",
    restart: "以新設定重新開始",
  },
  runHas: "目前這次訓練的值是 {{value}}",
  runValue: "訓練中：{{value}}",
  none: "無",
  others: "不同的值",
  parameters: "{{number}} 個參數",
  getFeatures: "取得特徵",
  notLoaded: "尚未載入「{{name}}」",
  notLoadedOption: "{{name}}（未載入）",
  fixed: {
    title: "指定的權重",
    about: "開始時會等比例縮放，讓平均為 1。",
    incomplete: "還有領域沒有權重：請按下面其中一個按鈕。",
    allOne: "全部設為 1",
    asLearned: "採用目前學到的",
    weightOf: "{{domain}} 的權重",
  },
  changed_other: "{{count}} 項已更改",
  suiteAnew: "更改後，下次開始時會重新產生。",
  suiteUnused: "目前載入的是你自己的檔案；這些設定對它們沒有作用。",
  groups: {
    run: "執行",
    encoder: "編碼器大小",
    suite: "內建題組",
    lower: "下層",
    upper: "上層",
    upperAdvanced: "上層（進階）",
    evaluation: "評估",
  },
  items: {
    rows: "列（步驟前綴）",
    chains: "條推理鏈",
  },
  fields: {
    mode: { label: "模式", explanation: "學習領域權重、全部固定為 1，或自行指定。" },
    seed: { label: "種子", explanation: "種子與資料相同，結果就相同。" },
    backend: {
      label: "運算後端",
      explanation: "參考引擎是 TensorFlow.js，速度較慢，供比對之用。",
    },
    encoder: {
      kind: {
        label: "編碼器",
        lexical: "統計 n-gram、事實與抄用的數字：學得快。",
        transformer: "逐個 token 讀推理鏈；沒有人工設計的特徵。",
        frozen: "在凍結的預訓練模型向量上訓練一個小的輸出頭。",
      },
      features: {
        label: "特徵",
        explanation: "訓練輸出頭所用的預訓練模型向量，來自「資料」檢視。",
      },
      blind: {
        label: "影像",
        explanation: "隱藏時，PRM 只憑文字訓練與評分，可看出影像的價值。",
      },
      buckets: { label: "雜湊桶數", explanation: "嵌入表的列數；n-gram 雜湊到這些列。" },
      embedding: { label: "嵌入寬度", explanation: "每個桶嵌入成幾個數字。" },
      hidden: {
        label: "隱藏層寬度",
        explanation: "PRM 隱藏層的單元數。",
        ofHead: "MLP 隱藏層的單元數；其他輸出頭沒有隱藏層。",
      },
      vocabulary: {
        label: "詞彙量",
        explanation: "從訓練與後設推理鏈的文字學來的 byte-pair token 數上限。",
      },
      layers: { label: "層數", explanation: "每層先注意力、再 MLP。" },
      width: {
        label: "寬度",
        explanation: "每個 token 嵌入成幾個數字；須為 4 × 注意力頭數的倍數。",
      },
      heads: { label: "注意力頭數", explanation: "每層注意力分成幾份。" },
      context: { label: "上下文長度", explanation: "一次讀幾個 token；更長的推理鏈分段讀。" },
      languageModel: {
        steps: {
          label: "語言模型步數",
          explanation:
            "先讓一個小語言模型學習訓練與後設推理鏈的文字（不看標籤）；PRM 會讀到每個 token 對它而言有多意外。0：不用。",
        },
      },
      head: {
        label: "輸出頭",
        explanation: "在向量上訓練什麼：線性（論文的作法）、小型 MLP，或對目前為止各步驟的注意力。",
      },
      projection: {
        label: "方向數",
        explanation: "先把向量降到這麼多個方向（依訓練資料選出）；0：輸出頭讀完整向量。",
      },
    },
    suite: {
      variant: { label: "變體", explanation: "植入品質差異，或沒有任何增益可得的對照組。" },
      seed: {
        label: "資料種子",
        explanation: "留空時，資料也由訓練的種子產生。",
        empty: "同訓練",
      },
    },
    lower: {
      steps: { label: "下層步數", explanation: "整次訓練中，AdamW 更新 PRM 參數 φ 的步數。" },
      batchSize: { label: "批次大小", explanation: "每個下層步用多少{{items}}訓練資料。" },
      learningRate: { label: "學習率", explanation: "AdamW 的學習率，排程開始時的值。" },
      clipNorm: { label: "梯度裁剪", explanation: "梯度長度的上限；更長的會縮到這個長度。" },
      schedule: { label: "排程", explanation: "餘弦排程在最後一步降到 0。" },
      weightDecay: { label: "權重衰減", explanation: "解耦式，再乘上學習率。" },
      beta1: { label: "動量衰減", explanation: "AdamW 的梯度平均。" },
      beta2: { label: "變異數衰減", explanation: "AdamW 的梯度平方平均。" },
      epsilon: { label: "Epsilon", explanation: "讓 AdamW 的分母不會是零。" },
    },
    upper: {
      estimator: { label: "估計法", explanation: "超梯度如何近似 H⁻¹ ∇L_meta。" },
      metaLoss: {
        label: "後設損失",
        explanation: "在後設集（meta set）上，以什麼衡量推理鏈分數。",
      },
      aggregation: { label: "彙總方式", explanation: "把各步驟的 logit 合成一個推理鏈分數。" },
      learningRate: { label: "學習率", explanation: "Adam 更新原始權重 r 的學習率。" },
      unroll: { label: "展開步數", explanation: "兩個上層步之間的下層步數。" },
      warmupSteps: { label: "暖身", explanation: "第一個上層步之前的下層步數。" },
      schedule: { label: "排程", explanation: "上層學習率的排程；餘弦會降到 0。" },
      metaBatchSize: { label: "後設批次", explanation: "每個上層步用幾條後設集的完整推理鏈。" },
      trainBatchSize: {
        label: "訓練批次",
        explanation: "測量每個領域的 h_k 時用多少{{items}}訓練資料。",
      },
      hessianBatchSize: {
        label: "Hessian 批次",
        explanation: "每次 Hessian 與向量相乘時用多少{{items}}訓練資料。",
      },
      metaUnit: {
        label: "後設單位",
        explanation: "後設損失以答案評判什麼：整條推理鏈（論文的作法），或單獨每個步驟。",
      },
      probeRadius: { label: "探測半徑", explanation: "有限差分的長度，ε = R/‖v‖。" },
      damping: { label: "阻尼", explanation: "用於 tracked 與 CG 估計法。" },
      terms: { label: "項數", explanation: "Neumann 與 CG 每個上層步做幾次 Hessian 與向量相乘。" },
      beta1: { label: "動量衰減", explanation: "Adam 的超梯度平均。" },
      beta2: { label: "變異數衰減", explanation: "Adam 的超梯度平方平均。" },
      shrinkage: {
        label: "收縮",
        explanation:
          "h_k 與雜訊分不開時，把學到的權重拉向 1（設 4 時：|t| < 2 就算 1）；從第 30 個上層步起；0：不收縮。",
      },
      cosineEvery: {
        label: "餘弦測量間隔",
        explanation: "每隔幾個上層步測一次 cos(∇ℓ_k, v)，顯示在「權重為何變動」。",
      },
    },
    evaluation: {
      every: { label: "間隔", explanation: "每隔幾個上層步在保留資料上測量一次。" },
      questions: { label: "題數", explanation: "訓練中測量的保留題數；結束時測全部。" },
    },
    heldOut: {
      metaShare: {
        label: "後設集保留比例",
        explanation: "上層從不看到的題目比例；用來決定該用學到的權重還是均等權重。",
      },
      shardShare: {
        label: "分片保留比例",
        explanation: "每個領域不拿來訓練的題目比例；步驟指標在這些題目上測量。",
      },
    },
  },
  choices: {
    mode: { bilevel: "雙層（bilevel）", vanilla: "一般（vanilla）", fixed: "指定（fixed）" },
    encoder: { lexical: "詞彙式（lexical）", transformer: "transformer", frozen: "預訓練模型" },
    backend: {
      auto: "自動",
      webgpu: "WebGPU",
      cpu: "處理器",
      referenceWebgpu: "參考引擎，WebGPU",
      referenceWasm: "參考引擎，wasm",
    },
    head: { linear: "線性", mlp: "MLP", attention: "注意力" },
    images: { shown: "顯示", hidden: "隱藏（blind）" },
    variant: { planted: "植入", clean: "乾淨", noisy: "雜訊" },
    schedule: { cosine: "餘弦", constant: "固定" },
    estimator: {
      tracked: "追蹤（tracked）",
      darts: "DARTS",
      dartsPreconditioned: "DARTS + 預調節",
      unroll: "展開一步",
      neumann: "Neumann",
      cg: "CG",
    },
    metaLoss: {
      standardized: "標準化",
      centered: "置中 MSE",
      mse: "MSE（論文）",
      pairwise: "成對比較",
    },
    aggregation: {
      meanLogit: "logit 平均",
      last: "最後一步",
      min: "最小值",
      product: "乘積",
      meanLogP: "log p 平均",
      logMeanP: "p 平均取 log",
    },
    metaUnit: { chain: "整條推理鏈", step: "單一步驟" },
  },
  aggregations: {
    meanLogit: "logit 平均",
    last: "最後一步",
    min: "最低步驟",
    product: "乘積",
    meanLogP: "log p 平均",
    logMeanP: "p 平均取 log",
  },
} satisfies Translation<typeof en>;
