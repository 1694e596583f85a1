// A kept run as files and back: run.json, weights.csv and a safetensors file a PRM, under the names that
// "Export run" and the command line give them, so that what those wrote can be imported too.
import { StudioError } from "../base/errors.ts";
import { safeFileName } from "../base/safeFileName.ts";
import { type KeptRunContent, recommendedPrm } from "../domain/keptRun.ts";
import { PRM_ROLES, type PrmRole, type RunFile } from "../domain/run.ts";
import { readRunFile } from "../domain/runFile.ts";
import { weightsCsv } from "../domain/weightsCsv.ts";

/** Ends the name of a run exported as one file. */
export const RUN_ARCHIVE_ENDING = ".dreamprm.zip";

/** Larger files are no runs of this app, and would fill the memory. */
const MOST_BYTES = 256 * 2 ** 20;
/** Of a run.json: ten thousand points of a hundred domains have a fifth. */
const MOST_JSON_BYTES = 48 * 2 ** 20;
const MOST_HEADER_BYTES = 2 ** 20;
const PRM_NAME = /^prm(?:-(\w+))?\.safetensors$/;

export interface RunMember {
  name: string;
  blob: Blob;
}

/** A file with the folder, or the archive, it lies in. */
export interface RunMemberFile {
  path: string;
  file: Blob;
}

export interface ImportedRun {
  /** After the archive, folder or file; empty where that says nothing ("run.json"). */
  name: string;
  content: KeptRunContent;
}

/** True for what an archive of a run may hold and an import reads. */
export function isRunMember(path: string, bytes: number): boolean {
  const name = baseName(path);
  return (name.endsWith(".json") || PRM_NAME.test(name)) && bytes <= MOST_BYTES;
}

/** Name of the one file that a run of this name is exported as. */
export function runArchiveName(name: string): string {
  return `${safeFileName(name, "run")}${RUN_ARCHIVE_ENDING}`;
}

export function runMembers({ run, prms }: KeptRunContent): RunMember[] {
  const roles = PRM_ROLES.filter((role) => prms[role] !== undefined);
  const own = recommendedPrm(roles, run);
  const domains = run.data.domains.map(({ name }) => name);
  return [
    {
      name: "run.json",
      blob: new Blob([`${JSON.stringify(run, null, 1)}\n`], { type: "application/json" }),
    },
    {
      name: "weights.csv",
      blob: new Blob([weightsCsv(domains, run.history, run.config.mode)], { type: "text/csv" }),
    },
    ...roles.flatMap((role) => {
      const blob = prms[role];
      const name = role === own ? "prm.safetensors" : `prm-${role}.safetensors`;
      return blob === undefined ? [] : [{ name, blob }];
    }),
  ];
}

/**
 * The runs among files that were chosen: every run.json with the PRMs that lie beside it, and every other
 * JSON file that stands alone.
 * @throws StudioError("data") naming the file, and the field where there is one
 */
export async function readRuns(files: readonly RunMemberFile[]): Promise<ImportedRun[]> {
  const runs = files.filter(
    ({ path }) => baseName(path) === "run.json" || (!path.includes("/") && path.endsWith(".json")),
  );
  if (runs.length === 0) {
    const [first] = files;
    throw new StudioError(
      "data",
      first === undefined
        ? "There is no run in the chosen file"
        : `There is no run.json in ${archiveOf(first.path)}`,
      `Choose a file that ends with ${RUN_ARCHIVE_ENDING}, or a run.json.`,
    );
  }
  const imported: ImportedRun[] = [];
  for (const { path, file } of runs) {
    if (file.size > MOST_JSON_BYTES) {
      const [size, most] = [file.size, MOST_JSON_BYTES].map((n) => Math.ceil(n / 2 ** 20));
      throw new StudioError(
        "data",
        `${path} is larger than any run: it has ${size} MB, at most ${most} are read`,
      );
    }
    const run = await readRunFile(await file.text(), path);
    const beside = files.filter((other) => folderOf(other.path) === folderOf(path));
    const prm = beside.find((other) => PRM_NAME.test(baseName(other.path)));
    if (prm !== undefined && runs.filter((other) => beside.includes(other)).length > 1) {
      throw new StudioError(
        "data",
        `${prm.path} lies beside several runs`,
        "Choose one run with its PRMs at a time.",
      );
    }
    imported.push({ name: nameOf(path), content: { run, prms: await readPrms(beside, run) } });
  }
  return imported;
}

async function readPrms(
  files: readonly RunMemberFile[],
  run: RunFile,
): Promise<KeptRunContent["prms"]> {
  const prms: KeptRunContent["prms"] = {};
  let own: RunMemberFile | undefined;
  for (const member of files) {
    const match = PRM_NAME.exec(baseName(member.path));
    if (match === null) continue;
    await checkPrmFile(member);
    const role = PRM_ROLES.find((known) => known === match[1]);
    if (match[1] === undefined) own = member;
    else if (role !== undefined) prms[role] = member.file;
    else throw new StudioError("data", `${member.path}: there is no PRM called "${match[1]}"`);
  }
  if (own !== undefined) prms[ownRole(prms, run)] = own.file;
  return prms;
}

/** Which PRM prm.safetensors is: the recommended one of those that are not there under their own names. */
function ownRole(named: KeptRunContent["prms"], run: RunFile): PrmRole {
  const measured = PRM_ROLES.filter((role) => run.evaluation?.[role] !== undefined);
  const role = recommendedPrm(measured, run);
  return named[role] === undefined
    ? role
    : (PRM_ROLES.find((other) => named[other] === undefined) ?? "main");
}

/** Looks at a PRM's header alone; the worker reads the rest when the PRM is used. */
async function checkPrmFile({ path, file }: RunMemberFile): Promise<void> {
  const refuse = (reason: string): never => {
    throw new StudioError(
      "data",
      `${path} is no PRM of this app: ${reason}`,
      "Export the run again, or leave the file out.",
    );
  };
  if (file.size < 8) refuse("it is cut off");
  const length = Number(new DataView(await file.slice(0, 8).arrayBuffer()).getBigUint64(0, true));
  if (length > MOST_HEADER_BYTES || 8 + length > file.size) refuse("its header is cut off");
  let header: unknown;
  try {
    header = JSON.parse(await file.slice(8, 8 + length).text());
  } catch {
    refuse("its header cannot be read");
  }
  const metadata =
    typeof header === "object" && header !== null && "__metadata__" in header
      ? header.__metadata__
      : null;
  const format =
    typeof metadata === "object" && metadata !== null && "format" in metadata
      ? metadata.format
      : null;
  if (format !== "dreamprm-studio") refuse("it was written by another program");
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function archiveOf(path: string): string {
  return path.split("/")[0] ?? path;
}

function nameOf(path: string): string {
  const folder = baseName(folderOf(path));
  const from = baseName(path) === "run.json" ? folder : baseName(path);
  const name = from.replace(/\.dreamprm\.zip$|\.zip$|\.json$/i, "").replaceAll("_", " ");
  return name === "run" ? "" : name.trim();
}
