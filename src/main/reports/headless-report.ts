import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { Failure } from '#shared/contract/errors.ts';
import type { ConsoleSession } from '../app/console-session.ts';
import { profileIn } from '../app/profile.ts';
import type { AskEngine } from '../bridge/engine-calls.ts';
import { chosenCommunity, headlessReport, orderOf, UsageError } from './headless-order.ts';
import { makeReport } from './made-report.ts';
import type { ReportDesk } from './report-desk.ts';

export interface HeadlessParts {
  readonly argv: readonly string[];
  readonly session: Pick<ConsoleSession, 'unlock' | 'quit'>;
  readonly askEngine: AskEngine;
  readonly desk: Pick<ReportDesk, 'saveAs'>;
  /** One line for the person or the mail of a cron job. */
  readonly stderr: (line: string) => void;
}

/**
 * Makes one report of a profile into a file, without a window.
 * @returns the exit code: 0 when the file is there, 2 otherwise
 */
export async function runHeadlessReport({ argv, session, askEngine, desk, stderr }: HeadlessParts): Promise<0 | 2> {
  try {
    const wanted = headlessReport(argv);
    const passphrase = wanted.passphraseFile === undefined ? null : await passphraseIn(wanted.passphraseFile);
    const { problem } = await session.unlock(
      passphrase === null ? { with: 'keychain' } : { with: 'passphrase', passphrase },
    );
    if (problem) throw Failure.of(problem);
    const community = chosenCommunity(await askEngine('communities.list', {}), wanted.community);
    const members =
      wanted.flags.member === undefined
        ? []
        : await askEngine('members.list', { communityId: community.id, range: wholeOf(community) });
    const order = orderOf(
      wanted,
      community,
      (name) => members.find(({ id, anonymizedId }) => id === name || anonymizedId === name)?.id,
    );
    const reportId = await makeReport(askEngine, { order, language: wanted.language });
    const output = path.resolve(wanted.output);
    await desk.saveAs(reportId, () => output);
    return 0;
  } catch (error) {
    stderr(lineOf(error));
    return 2;
  } finally {
    await session.quit();
  }
}

/** Why no report can be made of this command line and profile, before anything is opened; null when one can be tried. */
export function headlessRefusal(argv: readonly string[]): string | null {
  try {
    const { profile } = headlessReport(argv);
    if (existsSync(profileIn(path.resolve(profile)).keystore)) return null;
    return `--profile ${profile}: there is no profile here; the console, or import of the command line, makes one`;
  } catch (error) {
    return lineOf(error);
  }
}

function wholeOf({ dataFrom, dataTo }: CommunitySummary): { from: number; to: number } {
  return dataFrom === null || dataTo === null ? { from: 0, to: 1 } : { from: dataFrom, to: dataTo };
}

async function passphraseIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch {
    throw new UsageError(`--passphrase-file ${file}: cannot be read`);
  }
}

function lineOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (error instanceof Failure) return `${error.message} ${error.remedy}`.trim();
  return `the report was not made because of a fault: ${error instanceof Error ? error.message : String(error)}`;
}
