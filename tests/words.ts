// What the page's source says to its readers: words that stand in the source instead of src/strings, keys that
// are read, and words read where they would be kept. Found in the syntax tree; words.test.ts holds every file to it.
import { parseSync } from "vite";

/** Attributes that a reader sees or hears. */
const SPOKEN =
  /^(aria-(label|description|roledescription|valuetext)|title|placeholder|label|alt|explanation|about|note|headline|hint|caption|description|summary|filesLabel|folderLabel|consequence|obstacle)$/;

/** What may stand in any language: names, files, formats, settings, units. */
const NAMES =
  /\b(DreamPRM( Studio)?|PRM(800K)?|AUROC|F1|best-of-N|Math-Shepherd|ProcessBench|WebGPU|CPU|GPU|API|JSONL?|CSV|PNG|SVG|GIF|WebM|MP4|HTML|URL|ZIP|ms|kB|MB|px|Ctrl|Esc|Escape|Shift|Tab|Enter|log|sgd|adamw?|https?:\S*|[\w-]+\.(json|jsonl|csv|zip|safetensors|html|png|svg|gif|webm|mp4|md|py))\b/g;

/** Text of a call that no reader sees. */
const SILENT_CALL =
  /^(refuse|querySelector(All)?|closest|matches|matchMedia|getContext|Error|\w*Error|getComputedStyle|supports|log|warn|error|test|exec|replace|split|said)$/;

export interface WordFault {
  line: number;
  what: string;
}

interface Node {
  type: string;
  start: number;
  [part: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;

function parts(node: Node): Node[] {
  return Object.entries(node)
    .filter(([name]) => name !== "parent")
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

/** Letters are left when names, entities and marks are taken away. */
function spells(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replaceAll(NAMES, ""));
}

/** Media queries, style values, selectors and markup, which browsers read. */
const FOR_BROWSERS = /^\([\w-]+: [^)]+\)$|var\(|:root|\[\w+="|<\/?[!a-z]|-src '|^width=/;

/** Two words in a row, which only a sentence has. */
function isProse(text: string): boolean {
  if (FOR_BROWSERS.test(text)) return false;
  return /\p{L}{2,}[,;:]? \p{L}{2,}/u.test(text.replaceAll(NAMES, ""));
}

const templateText = (node: Node) =>
  (node["quasis"] as { value: { cooked: string | null } }[])
    .map(({ value }) => value.cooked ?? "")
    .join("…");

/** The strings that an expression may give, without those it is only chosen, looked up or called by. */
function givenBy(node: Node): Node[] {
  switch (node.type) {
    case "Literal":
      return typeof node["value"] === "string" ? [node] : [];
    case "TemplateLiteral":
      return [node, ...(node["expressions"] as Node[]).flatMap(givenBy)];
    case "ConditionalExpression":
      return [...givenBy(node["consequent"] as Node), ...givenBy(node["alternate"] as Node)];
    case "LogicalExpression": {
      const right = givenBy(node["right"] as Node);
      return node["operator"] === "&&" ? right : [...givenBy(node["left"] as Node), ...right];
    }
    case "BinaryExpression":
      return node["operator"] === "+"
        ? [...givenBy(node["left"] as Node), ...givenBy(node["right"] as Node)]
        : [];
    case "ArrayExpression":
      return (node["elements"] as (Node | null)[]).flatMap((item) => (item ? givenBy(item) : []));
    case "CallExpression": {
      // [a, b].join(", ")
      const callee = node["callee"] as Node;
      return callee.type === "MemberExpression" ? givenBy(callee["object"] as Node) : [];
    }
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
    case "TSSatisfiesExpression":
    case "JSXExpressionContainer":
      return givenBy(node["expression"] as Node);
    default:
      return [];
  }
}

const textOf = (node: Node) =>
  node.type === "TemplateLiteral" ? templateText(node) : String(node["value"]);

const nameOf = (node: Node): string =>
  String(node["name"] ?? (node["property"] as Node | undefined)?.["name"] ?? node["value"] ?? "");

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

export interface WordsRead {
  faults: WordFault[];
  /** Keys read from src/strings; "*" stands for a part filled in while reading. */
  keys: string[];
}

/**
 * @param path Of the file, which tells its syntax.
 * @param areas Names of the areas of src/strings.
 */
export function wordsRead(path: string, source: string, areas: readonly string[]): WordsRead {
  const faults = new Map<number, string>();
  const keys = new Set<string>();
  const isKey = new RegExp(`^(${areas.join("|")}):[\\w.*-]+$`);
  const fault = (node: Node, what: string) => {
    if (!faults.has(node.start)) faults.set(node.start, what);
  };
  const spokenBy = (value: Node) => {
    for (const given of givenBy(value)) {
      const text = textOf(given);
      const asKey = text.replaceAll("…", "*");
      if (!isKey.test(asKey) && spells(text)) fault(given, text);
    }
  };

  function walk(node: Node, depth: number, isSeen: boolean): void {
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "ImportExpression":
      case "TSLiteralType":
      case "TSTypeAliasDeclaration":
      case "TSInterfaceDeclaration":
        return;
      case "JSXText": {
        const text = String(node["value"]).trim();
        if (spells(text)) fault(node, text);
        return;
      }
      case "JSXAttribute": {
        const name = nameOf(node["name"] as Node);
        if (name === "className" || name.startsWith("data-")) {
          for (const part of parts(node)) walk(part, depth, false);
          return;
        }
        if (SPOKEN.test(name) && isNode(node["value"])) spokenBy(node["value"]);
        break;
      }
      case "JSXElement":
      case "JSXFragment":
        for (const child of node["children"] as Node[]) {
          if (child.type === "JSXExpressionContainer") spokenBy(child);
        }
        break;
      case "Property":
        if (SPOKEN.test(nameOf(node["key"] as Node)) && isNode(node["value"]))
          spokenBy(node["value"]);
        break;
      case "CallExpression":
      case "NewExpression": {
        const name = nameOf(node["callee"] as Node);
        if (SILENT_CALL.test(name)) return;
        if (name === "t" && depth === 0) fault(node, "t is read before anything is drawn");
        break;
      }
      case "Literal":
      case "TemplateLiteral": {
        if (node.type === "Literal" && typeof node["value"] !== "string") return;
        const text = textOf(node);
        const asKey = text.replaceAll("…", "*");
        if (isKey.test(asKey)) keys.add(asKey);
        else if (isSeen && isProse(text)) fault(node, text);
        break;
      }
    }
    const inner = FUNCTIONS.has(node.type) ? depth + 1 : depth;
    for (const part of parts(node)) walk(part, inner, isSeen);
  }

  const { program } = parseSync(path, source);
  walk(program as unknown as Node, 0, true);
  const lineOf = (at: number) => source.slice(0, at).split("\n").length;
  return {
    faults: [...faults].map(([start, what]) => ({
      line: lineOf(start),
      what: what.replaceAll(/\s+/g, " "),
    })),
    keys: [...keys],
  };
}

/** True where one of the keys read, which may have parts filled in, is this one. */
export function isRead(key: string, read: ReadonlySet<string>, open: readonly RegExp[]): boolean {
  const bare = key.replace(/_(one|other)$/, "");
  return read.has(bare) || read.has(key) || open.some((pattern) => pattern.test(bare));
}

/** The keys with parts filled in, as patterns. */
export function openKeys(read: Iterable<string>): RegExp[] {
  return [...read]
    .filter((key) => key.includes("*"))
    .map((key) => new RegExp(`^${key.replaceAll(".", "\\.").replaceAll("*", ".*")}$`));
}
