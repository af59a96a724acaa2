import { Text } from '@mantine/core';
import { IconCapsuleHorizontal } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Whether Caps Lock was on at the last key or click; unknown counts as off. */
function useCapsLock(): boolean {
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    const look = (event: KeyboardEvent | MouseEvent) => setOn(event.getModifierState('CapsLock'));
    window.addEventListener('keydown', look);
    window.addEventListener('keyup', look);
    window.addEventListener('mousedown', look);
    return () => {
      window.removeEventListener('keydown', look);
      window.removeEventListener('keyup', look);
      window.removeEventListener('mousedown', look);
    };
  }, []);
  return isOn;
}

/** One line while Caps Lock is on: the commonest reason for a wrong passphrase. */
export function CapsLockHint(): ReactNode {
  const { t } = useTranslation('unlock');
  const isOn = useCapsLock();
  return (
    <Text size="xs" c="var(--cw-production-text)" role="status" mih={isOn ? undefined : 0}>
      {isOn && (
        <>
          <IconCapsuleHorizontal size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {t('capsLock')}
        </>
      )}
    </Text>
  );
}
