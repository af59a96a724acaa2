import { setImmediate } from 'node:timers/promises';
import type { ParsedInput } from '#shared/contract/contract.ts';
import { accessPackPage, type PackFacts } from '#shared/reports/access-pack/access-pack-page.ts';
import type { EngineContext } from '../../context.ts';
import { PendingFile } from '../../exports/pending-file.ts';
import { requireMember } from '../../members/member.ts';
import { reportWords } from '../../reports/report-words.ts';
import { type TaskProgress, throwIfCancelled } from '../../tasks/tasks.ts';
import { EncryptedZip } from './encrypted-zip.ts';
import type { Subject } from './member-rows.ts';
import { packData } from './pack-data.ts';
import { packFacts } from './pack-facts.ts';

/**
 * Starts writing all that is kept about a member to a chosen file, as a task (GDPR Art. 15, 20). The audit log has the entry, with the
 * reason, before anything is read: the pack tells who the member is.
 * @param madeAt epoch ms
 * @throws Failure INPUT_INVALID for a file that was not chosen to be written, or a member that is not in the cache
 */
export function startAccessPack(
  context: EngineContext,
  { memberId, fileId, password, language, reason }: ParsedInput<'privacy.accessPack'>,
  madeAt: number,
): { taskId: string } {
  const { cache, tasks, files, audit } = context;
  const member = requireMember(cache.read, memberId);
  const { community } = member;
  const { path, name } = files.resolve(fileId, 'write');
  const subject: Subject = { id: member.id, uid: memberId, pseudonym: member.anonymizedId, community };
  const entry = { kind: 'access-pack', method: 'privacy.accessPack', communityId: community.uid } as const;
  const asked = audit.append({
    ...entry,
    outcome: 'asked',
    details: { member: member.anonymizedId, memberId, reason, language, file: name },
  });
  const task = tasks.start({ kind: 'access-pack', subject: name, unit: 'rows' }, async (progress) => {
    progress.belongsTo(community.uid);
    const words = reportWords(language, { timeZone: community.time_zone, currency: community.currency });
    const file = await PendingFile.begin(path);
    try {
      const zip = new EncryptedZip(file, password);
      const rows = await addData(zip, context, subject, madeAt, progress);
      const facts: PackFacts = packFacts(cache.read, subject, rows, madeAt);
      await zip.addText('index.html', accessPackPage(facts, words));
      await zip.close();
      throwIfCancelled(progress.signal);
      await file.place();
    } finally {
      await file.discard();
    }
  });
  tasks.whenEnded(task.id, ({ code, task: { outcome } }) =>
    audit.append({
      ...entry,
      outcome: code === null ? 'done' : 'refused',
      of: asked,
      details: code === null ? outcome : { code },
    }),
  );
  return { taskId: task.id };
}

/** Writes the data file; returns the rows by table. */
async function addData(
  zip: EncryptedZip,
  { cache }: EngineContext,
  subject: Subject,
  madeAt: number,
  progress: TaskProgress,
): Promise<ReadonlyMap<string, number>> {
  const { community } = subject;
  const rows = new Map<string, number>();
  let done = 0;
  const about = {
    community: {
      id: community.uid,
      name: community.name,
      timeZone: community.time_zone,
      currency: community.currency,
      isDemo: community.is_demo === 1,
      hasSimulatedTrades: community.has_simulated_trades === 1,
    },
    member: { id: subject.uid, pseudonym: subject.pseudonym },
    madeAt: new Date(madeAt).toISOString(),
  };
  const encoder = new TextEncoder();
  await zip.addPieces(
    'data.json',
    (async function* () {
      for (const piece of packData(cache.read, subject, about, (table, more) => {
        rows.set(table, (rows.get(table) ?? 0) + more);
        done += more;
      })) {
        throwIfCancelled(progress.signal);
        progress.report(done, null);
        if (piece !== '') yield encoder.encode(piece);
        await setImmediate();
      }
    })(),
  );
  progress.report(done, done);
  progress.outcome({ rows: done });
  return rows;
}
