// What build/serviceWorker.ts says of the files it was built beside; paths below the app's folder.
declare module "virtual:built-files" {
  /** Fetched when the service worker is installed. `revision` is null where the name holds the hash. */
  export const precached: readonly { url: string; revision: string | null }[];
  /** Kept when they were fetched once. */
  export const keptOnceUsed: readonly string[];
}
