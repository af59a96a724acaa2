import { IconFileImport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { openFactors } from './factors-dialog.tsx';

/** Opens the import of hourly grid factors. */
export function UseFactorsButton({ children }: { readonly children: ReactNode }): ReactNode {
  const { id: communityId } = useCommunity();
  return (
    <RoleButton
      needs="manager"
      variant="default"
      size="xs"
      leftSection={<IconFileImport size={15} stroke={1.75} aria-hidden />}
      onClick={() => openFactors(communityId)}
    >
      {children}
    </RoleButton>
  );
}
