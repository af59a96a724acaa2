import { useTranslation } from 'react-i18next';
import { mayCall, type Need, type Role } from '#shared/contract/method.ts';
import { useMethod } from '../bridge/queries.ts';

/** Without a hub the desk belongs to whoever opens it. */
const DESK_ROLE: Role = 'admin';

/** The role of the person at this desk: the one that the hub gives, as long as there is a connection. */
function useRole(): Role {
  return useMethod('sync.status', {}).data?.connection?.role ?? DESK_ROLE;
}

/** Why the person may not do what needs at least this role, as a sentence; null when it is allowed. The engine checks it again. */
export function useRefusal(needed: Need): string | null {
  const { t } = useTranslation();
  const role = useRole();
  if (mayCall(role, needed)) return null;
  return t('role.refusal', { needed: t(`role.names.${needed}`), role: t(`role.names.${role}`) });
}
