import { Loader, Modal, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import { useSession } from './session.ts';
import styles from './upkeep-screen.module.css';

/** Above dialogs and notifications: nothing below can be used while the cache is closed. */
const ABOVE_ALL = 1000;

/**
 * Covers the whole window while work is done on the closed cache. The window below stays as it is: it goes on where it was, and who asked for
 * the work hears its answer.
 */
export function UpkeepScreen(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { upkeep = null, upkeepShare } = useSession() ?? {};
  return (
    <Modal.Root
      opened={upkeep !== null}
      onClose={() => undefined}
      fullScreen
      // As in the theme, whose word does not reach the parts of a modal: it would insert a style without the page's nonce.
      lockScroll={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      transitionProps={{ duration: 0 }}
      zIndex={ABOVE_ALL}
    >
      <Modal.Content classNames={{ content: styles.content }}>
        <Modal.Body className={styles.body}>
          {upkeep !== null && (
            <Stack align="center" gap="sm" maw={520} role="status">
              {upkeepShare === undefined && <Loader />}
              <Modal.Title fz="xl" ta="center">
                {t(`upkeep.${upkeep}.title`)}
              </Modal.Title>
              <Text c="dimmed" ta="center">
                {t(`upkeep.${upkeep}.text`)}
              </Text>
              {upkeepShare !== undefined && (
                <>
                  <Progress
                    w="100%"
                    value={100 * upkeepShare}
                    color="var(--cw-focus)"
                    aria-label={t(`upkeep.${upkeep}.title`)}
                  />
                  <Text className="tabular">{format.percent(upkeepShare, 0)}</Text>
                </>
              )}
            </Stack>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
