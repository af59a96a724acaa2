import { IconCircleCheck, IconCircleDashed, IconCircleX, type Icon } from '@tabler/icons-react';
import type { ConsentState } from './consent-filters.ts';

/** The shape that goes with the word for how a member stands to a purpose. */
export const stateIcons: Readonly<Record<ConsentState, Icon>> = {
  given: IconCircleCheck,
  withdrawn: IconCircleX,
  none: IconCircleDashed,
};
