// What the page knows of keeping the work: who keeps it, how far it is kept, and the run that waits to go on
// after a reload or a crash. The worker keeps; this store asks for it and shows what it says.
import { createStore, type StoreApi } from "zustand/vanilla";
import { toErrorReport } from "../base/errors.ts";
import type { WorkspaceStatus } from "../domain/workspace.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { CommandReply } from "../protocol/messages.ts";

export type OpenedWorkspace = CommandReply<"workspace.open">;

export interface WorkspaceState {
  status: WorkspaceStatus;
  /** What is kept has not been brought back yet. */
  isOpening: boolean;
  /** This page had the workspace, and another tab took it over. */
  isTakenOver: boolean;
  /** The note on keeping has been read and put away; another owner or problem brings it back. */
  isNoteDismissed: boolean;

  /** Asks the worker to bring back what is kept and to keep the work from now on; null where that failed. */
  open(isTakingOver: boolean): Promise<OpenedWorkspace | null>;
  /** Has the run's checkpoint written as soon as it can be; nothing where this page keeps nothing. */
  save(): Promise<void>;
  /** Makes this the page that keeps the work: it is loaded anew, with what is kept. */
  useHere(): void;
  dismissNote(): void;
}

export type WorkspaceStore = StoreApi<WorkspaceState>;

const OPENING: WorkspaceStatus = {
  owner: "opening",
  problem: null,
  saved: null,
  interrupted: null,
};

/** @param takeOver loads the page anew so that it takes the workspace over at its start */
export function createWorkspaceStore(
  client: StudioClient,
  takeOver: () => void = () => {},
): WorkspaceStore {
  return createStore<WorkspaceState>()((set, get) => {
    function show(status: WorkspaceStatus): void {
      const { status: before, isNoteDismissed } = get();
      const hasNewOwner = status.owner !== before.owner;
      const isNews = hasNewOwner || status.problem?.message !== before.problem?.message;
      set({
        status,
        isNoteDismissed: isNoteDismissed && !isNews,
        ...(hasNewOwner && { isTakenOver: status.owner === "other" && before.owner === "this" }),
      });
    }

    client.on((event) => {
      if (event.name === "workspace.changed") show(event.status);
    });

    return {
      status: OPENING,
      isOpening: true,
      isTakenOver: false,
      isNoteDismissed: false,
      async open(isTakingOver) {
        try {
          const opened = await client.call("workspace.open", { isTakingOver });
          show(opened.status);
          return opened;
        } catch (error) {
          show({ ...OPENING, owner: "nobody", problem: toErrorReport(error) });
          return null;
        } finally {
          set({ isOpening: false });
        }
      },
      async save() {
        if (get().status.owner !== "this") return;
        // What goes wrong is told by workspace.changed; a worker that is gone has said so itself.
        await client.call("workspace.save", {}).catch(() => null);
      },
      useHere: takeOver,
      dismissNote: () => set({ isNoteDismissed: true }),
    };
  });
}
