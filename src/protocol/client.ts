// The page's end of the protocol: a typed call for every command and a stream of events. It knows
// ports and messages, nothing of what the commands do.
import type { ErrorReport } from "../base/errors.ts";
import { StudioError, toErrorReport } from "../base/errors.ts";
import type {
  Command,
  CommandArgs,
  CommandName,
  CommandReply,
  StudioEvent,
  WorkerMessage,
} from "./messages.ts";

/** What the client needs of a Worker or a MessagePort. */
export interface StudioPort {
  postMessage(message: unknown): void;
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  /** MessagePort only. */
  start?(): void;
  /** MessagePort only. */
  close?(): void;
  /** Worker only. */
  terminate?(): void;
}

export interface StudioClient {
  /**
   * Sends a command and resolves with its reply.
   * Rejects with the StudioError the command failed with, with code "worker" when the worker itself
   * failed, or with "cancelled" when the client was disposed.
   */
  call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandReply<N>>;
  /**
   * Calls the listener with every event from now on; returns the function that ends it.
   * A worker that fails as a whole is told as run.stateChanged to "failed", for no run goes on in it.
   */
  on(listener: (event: StudioEvent) => void): () => void;
  /** Rejects all pending calls and ends the worker (or closes the port). */
  dispose(): void;
}

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: StudioError): void;
}

/** Builds the client over a Worker (or one end of a MessageChannel). The port belongs to it from now on. */
export function createStudioClient(port: StudioPort): StudioClient {
  const pending = new Map<number, PendingCall>();
  const listeners = new Set<(event: StudioEvent) => void>();
  let nextId = 1;
  let hasHeard = false;
  /** Why calls cannot be answered any more: the worker never started, or the client was disposed. */
  let closed: StudioError | null = null;

  function rejectAll(error: StudioError): void {
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) call.reject(error);
  }

  function tell(event: StudioEvent): void {
    for (const listener of [...listeners]) listener(event);
  }

  function failAll(error: StudioError): void {
    rejectAll(error);
    tell({
      kind: "event",
      name: "run.stateChanged",
      state: "failed",
      detail: error.message,
      error: toErrorReport(error),
    });
  }

  function onMessage(event: Event): void {
    const message = (event as MessageEvent<WorkerMessage>).data;
    hasHeard = true;
    switch (message.kind) {
      case "reply": {
        const call = pending.get(message.id);
        if (call === undefined) return; // rejected already, when the worker failed
        pending.delete(message.id);
        if (message.isOk) call.resolve(message.value);
        else call.reject(fromErrorReport(message.error));
        return;
      }
      case "event":
        tell(message);
        return;
      default:
        message satisfies never;
    }
  }

  function onError(event: Event): void {
    const cause = "message" in event && typeof event.message === "string" ? event.message : "";
    const error = hasHeard
      ? new StudioError(
          "worker",
          `The training worker failed: ${cause || "no reason was given"}`,
          "Reload the page to go on from where it was last kept.",
        )
      : new StudioError(
          "worker",
          `The training worker could not be started${cause ? `: ${cause}` : ""}`,
          "Reload the page. The browser must support module workers.",
        );
    // A worker that never spoke will never answer; one that did may have survived an uncaught error.
    if (!hasHeard) closed = error;
    failAll(error);
  }

  function onMessageError(): void {
    failAll(
      new StudioError(
        "worker",
        "A message from the training worker could not be read",
        "Reload the page to go on from where it was last kept.",
      ),
    );
  }

  port.addEventListener("message", onMessage);
  port.addEventListener("error", onError);
  port.addEventListener("messageerror", onMessageError);
  port.start?.();

  return {
    call(name, args) {
      if (closed !== null) return Promise.reject(closed);
      const id = nextId++;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
        try {
          port.postMessage({ kind: "command", id, name, args } as Command);
        } catch (error) {
          pending.delete(id);
          const reason = error instanceof Error ? error.message : String(error);
          reject(
            new StudioError(
              "internal",
              `${name} could not be sent to the training worker: ${reason}`,
            ),
          );
        }
      });
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      closed = new StudioError("cancelled", "The training worker was shut down");
      port.removeEventListener("message", onMessage);
      port.removeEventListener("error", onError);
      port.removeEventListener("messageerror", onMessageError);
      listeners.clear();
      rejectAll(closed);
      port.terminate?.();
      port.close?.();
    },
  };
}

function fromErrorReport(report: ErrorReport): StudioError {
  return new StudioError(report.code, report.message, report.hint);
}
