import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { writeLink, type DeepLink } from '#shared/desk/deep-link.ts';
import { announce } from './announce.ts';

/** Puts a link to what is shown on the clipboard: whoever has the community on their desk gets here with it. */
export function CopyLink({ link }: { readonly link: DeepLink }): ReactNode {
  const { t } = useTranslation('desk');
  // A clearing is shown within the sheet of its trade, which has a link of its own.
  const label = link.to === 'clearing' ? t('links.copyClearing') : t('links.copy');
  return (
    <CopyButton value={writeLink(link)}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={copied ? <IconCheck size={15} aria-hidden /> : <IconLink size={15} stroke={1.75} aria-hidden />}
          onClick={() => {
            copy();
            announce(t('links.copied'));
          }}
        >
          {copied ? t('links.copied') : label}
        </Button>
      )}
    </CopyButton>
  );
}
