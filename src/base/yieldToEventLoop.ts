// Lets queued messages be handled in the middle of long work. Not setTimeout, which browsers hold back
// by 4 ms once nested.

/** Resolves in a later task, after messages that were already waiting. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
