// Edits of a corpus's domains. Each gives a new corpus and shares what did not change, so that
// keeping the one before is all it takes to undo.
import { StudioError } from "../base/errors.ts";
import type { Chain, Corpus, Shard } from "../domain/chain.ts";
import type { CorpusEdit } from "../domain/corpusEdit.ts";

/** Throws StudioError("data") as the functions below do. */
export function editCorpus(corpus: Corpus, edit: CorpusEdit): Corpus {
  switch (edit.kind) {
    case "rename":
      return renameDomain(corpus, edit.from, edit.to);
    case "merge":
      return mergeDomains(corpus, edit.names, edit.into);
    case "enable":
      return enableDomain(corpus, edit.name, edit.isEnabled);
  }
}

/** Throws StudioError("data") when there is no such domain, or the new name is empty or taken. */
export function renameDomain(corpus: Corpus, from: string, to: string): Corpus {
  findShard(corpus, from);
  const name = checkName(to);
  if (name === from) return corpus;
  if (corpus.shards.some((shard) => shard.name === name)) {
    throw new StudioError(
      "data",
      `there is already a domain “${name}”`,
      "Choose another name, or merge the two domains.",
    );
  }
  return withShards(
    corpus,
    corpus.shards.map((shard) => (shard.name === from ? { ...shard, name } : shard)),
  );
}

/**
 * Puts the named domains together under `into`, in the place of the first of them; chains keep the
 * order of the domains. `into` may be one of them or a new name. Throws StudioError("data") when
 * fewer than two are named, one does not exist, or `into` is empty or another domain's name.
 */
export function mergeDomains(corpus: Corpus, names: readonly string[], into: string): Corpus {
  const chosen = new Set(names);
  if (chosen.size < 2) {
    throw new StudioError("data", `merging takes at least two domains, got ${chosen.size}`);
  }
  for (const name of chosen) findShard(corpus, name);
  const name = checkName(into);
  if (!chosen.has(name) && corpus.shards.some((shard) => shard.name === name)) {
    throw new StudioError(
      "data",
      `there is already a domain “${name}”, which is not among those to merge`,
      "Choose another name, or merge it too.",
    );
  }
  const parts = corpus.shards.filter((shard) => chosen.has(shard.name));
  const merged: Shard = {
    name,
    isEnabled: parts.some(({ isEnabled }) => isEnabled),
    tier: parts.every(({ tier }) => tier === parts[0]!.tier) ? parts[0]!.tier : null,
    chains: joinChains(parts),
  };
  return withShards(
    corpus,
    corpus.shards.flatMap((shard) => {
      if (!chosen.has(shard.name)) return [shard];
      return shard === parts[0] ? [merged] : [];
    }),
  );
}

/** Switches a domain on or off. Throws StudioError("data") when there is no such domain. */
export function enableDomain(corpus: Corpus, name: string, isEnabled: boolean): Corpus {
  if (findShard(corpus, name).isEnabled === isEnabled) return corpus;
  return withShards(
    corpus,
    corpus.shards.map((shard) => (shard.name === name ? { ...shard, isEnabled } : shard)),
  );
}

/** An id that two domains use means two chains; the later one gets its domain's name in front. */
function joinChains(parts: readonly Shard[]): Chain[] {
  const taken = new Set<string>();
  return parts.flatMap(({ name, chains }) => {
    const own = chains.map((chain) =>
      taken.has(chain.id) ? { ...chain, id: `${name}/${chain.id}` } : chain,
    );
    for (const { id } of own) taken.add(id);
    return own;
  });
}

function findShard(corpus: Corpus, name: string): Shard {
  const found = corpus.shards.find((shard) => shard.name === name);
  if (found === undefined) throw new StudioError("data", `there is no domain “${name}”`);
  return found;
}

function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === "") {
    throw new StudioError("data", "a domain's name cannot be empty", "Type a name.");
  }
  if (trimmed === "__proto__" || trimmed.length > 200) {
    throw new StudioError(
      "data",
      `a domain cannot be named “${trimmed.slice(0, 40)}”`,
      "Choose another name.",
    );
  }
  return trimmed;
}

function withShards(corpus: Corpus, shards: Shard[]): Corpus {
  return { ...corpus, shards };
}
