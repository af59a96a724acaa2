/** Kills the engine in the middle of its work, again and again, and says what became of what it had acknowledged. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random } from '#shared/domain/random.ts';
import { backupRounds } from './backup-rounds.ts';
import { settlementRounds, syncRounds } from './exchange-rounds.ts';
import { importRounds } from './import-rounds.ts';
import type { KillKind } from './kill-scenario.ts';
import { migrationRounds } from './migration-rounds.ts';
import { rekeyRounds } from './rekey-rounds.ts';
import { restoreRounds } from './restore-rounds.ts';

export const killKinds: readonly KillKind[] = [
  importRounds,
  syncRounds,
  settlementRounds,
  migrationRounds,
  backupRounds,
  rekeyRounds,
  restoreRounds,
];

/** What the rounds of one kind came to: nothing was lost, or they would have thrown. */
export interface KillReport {
  readonly name: string;
  readonly rounds: number;
  /** Rounds in which the work was under way when it was killed. */
  readonly interrupted: number;
  /** Writes that were acknowledged before a kill, all of which were there afterwards. */
  readonly acknowledged: number;
  readonly seconds: number;
}

/**
 * Kills so many processes, in turn of the kinds.
 * @param tell hears of each round
 * @throws AssertionError, with the kind and the round, for the first write that is lost, torn or done twice
 */
export async function killRounds(
  kinds: readonly KillKind[],
  { rounds, seed }: { readonly rounds: number; readonly seed: string },
  tell: (line: string) => void = () => undefined,
): Promise<KillReport[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'commonwatt-kill-'));
  try {
    const reports: KillReport[] = [];
    for (const [at, kind] of kinds.entries()) {
      const share = Math.floor(rounds / kinds.length) + Number(at < rounds % kinds.length);
      reports.push(await roundsOf(kind, { rounds: share, seed, folder }, tell));
    }
    return reports;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function roundsOf(
  kind: KillKind,
  { rounds, seed, folder }: { readonly rounds: number; readonly seed: string; readonly folder: string },
  tell: (line: string) => void,
): Promise<KillReport> {
  const started = performance.now();
  const random = new Random(seed).fork(kind.name);
  const scenario = await kind.prepare(folder);
  let [acknowledged, interrupted, round] = [0, 0, 0];
  try {
    for (; round < rounds; round++) {
      const killed = await scenario.round(random);
      acknowledged += killed.acknowledged;
      interrupted += Number(killed.isInterrupted);
      tell(`${kind.name} ${round + 1}/${rounds}: ${killed.acknowledged} acknowledged`);
    }
  } catch (error) {
    await scenario.end().catch(() => undefined);
    throw new Error(
      `${kind.name}, round ${round + 1} of the seed ${seed}: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
  await scenario.end();
  return { name: kind.name, rounds, interrupted, acknowledged, seconds: (performance.now() - started) / 1000 };
}
