import type { EngineContext } from '../context.ts';

/** Notes in the audit log what happened to the cache when it was opened: a backup before a migration, and another version of the console. */
export function noteOpening({ audit, cache }: Pick<EngineContext, 'audit' | 'cache'>, appVersion: string): void {
  const done = { outcome: 'done', communityId: null } as const;
  if (cache.migrated) {
    const { from, to } = cache.migrated;
    audit.append({ ...done, kind: 'backup', details: { before: 'migration', fromSchema: from, toSchema: to } });
  }
  const before = lastVersion(cache.read);
  if (before !== appVersion) audit.append({ ...done, kind: 'update', details: { version: appVersion, before } });
}

/** The version of the console that the log noted last; null in a new log. */
function lastVersion(db: EngineContext['cache']['read']): string | null {
  const row = db.get<{ version: string | null }>(
    "SELECT details ->> 'version' AS version FROM audit_entry WHERE kind = 'update' ORDER BY number DESC LIMIT 1",
  );
  return row?.version ?? null;
}
