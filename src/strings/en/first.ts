// The words of the first picture, fetched as one.
export { default as charts } from "./charts.ts";
export { default as chartTools } from "./chartTools.ts";
export { default as common } from "./common.ts";
export { default as config } from "./config.ts";
export { default as header } from "./header.ts";
export { default as notices } from "./notices.ts";
export { default as offline } from "./offline.ts";
export { default as opening } from "./opening.ts";
export { default as race } from "./race.ts";
export { default as share } from "./share.ts";
export { default as train } from "./train.ts";
export { default as why } from "./why.ts";
export { default as workspace } from "./workspace.ts";
