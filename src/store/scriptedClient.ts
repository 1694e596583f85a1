// For tests only: a StudioClient whose answers the test gives by hand, in any order it likes.

import type { StudioClient } from "../protocol/client.ts";
import type { CommandArgs, CommandName, CommandReply, StudioEvent } from "../protocol/messages.ts";

export interface ScriptedCall<N extends CommandName> {
  args: CommandArgs<N>;
  answer(value: CommandReply<N>): Promise<void>;
  fail(error: Error): Promise<void>;
}

export interface ScriptedClient extends StudioClient {
  emit(event: StudioEvent): void;
  /** Calls of one command, answered or not, in order. */
  calls<N extends CommandName>(name: N): ScriptedCall<N>[];
  /** The newest call of a command. Throws where there was none. */
  last<N extends CommandName>(name: N): ScriptedCall<N>;
}

/** Lets everything that waits for an answered promise run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

export function createScriptedClient(): ScriptedClient {
  const listeners = new Set<(event: StudioEvent) => void>();
  const made: { name: CommandName; call: unknown }[] = [];

  const calls = <N extends CommandName>(name: N) =>
    made.filter((entry) => entry.name === name).map((entry) => entry.call as ScriptedCall<N>);

  return {
    call<N extends CommandName>(name: N, args: CommandArgs<N>) {
      return new Promise<CommandReply<N>>((resolve, reject) => {
        const call: ScriptedCall<N> = {
          args,
          answer(value) {
            resolve(value);
            return settle();
          },
          fail(error) {
            reject(error);
            return settle();
          },
        };
        made.push({ name, call });
      });
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      listeners.clear();
    },
    emit(event) {
      for (const listener of [...listeners]) listener(event);
    },
    calls,
    last(name) {
      const call = calls(name).at(-1);
      if (call === undefined) throw new Error(`no ${name} was called`);
      return call;
    },
  };
}
