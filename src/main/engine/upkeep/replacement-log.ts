import { AuditLog } from '../audit/audit-log.ts';
import type { DeviceKey } from '../audit/device-key.ts';
import type { Cache } from '../cache/open.ts';
import { roleAt } from '../sync/connection.ts';

/** The audit log of a cache that is to replace another one: nobody sees it yet, so that nobody is to be told of its entries. */
export function replacementLog(cache: Cache, device: DeviceKey): AuditLog {
  return new AuditLog({
    cache,
    device,
    // Without a hub, whoever has the key owns all there is.
    role: () => roleAt(cache.write, 'admin'),
    changed: () => undefined,
    log: () => undefined,
  });
}
