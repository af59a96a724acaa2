import { Button } from '@mantine/core';
import { IconZoomReset } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Zoom } from './use-zoom.ts';

/** The way back from a closer look; nothing while the whole period shows. */
export function ZoomReset({ zoom }: { readonly zoom: Zoom }): ReactNode {
  const { t } = useTranslation('charts');
  if (!zoom.isZoomed) return null;
  return (
    <Button variant="subtle" size="compact-sm" leftSection={<IconZoomReset size={16} />} onClick={zoom.reset}>
      {t('zoom.reset')}
    </Button>
  );
}
