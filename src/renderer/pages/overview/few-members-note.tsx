import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Indicators } from '#shared/contract/stats.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { Notice } from '../../components/notice.tsx';

/** Says once why no total is shown where the community has too few members; nothing where some are. */
export function FewMembersNote({ indicators }: { readonly indicators: Indicators }): ReactNode {
  const { t } = useTranslation('overview');
  const { producedWh, consumedWh } = indicators;
  if (![producedWh, consumedWh].every(({ value, reason }) => value === null && reason === 'few-members')) return null;
  return <Notice level="info">{t('fewMembers', { k: DEFAULT_K })}</Notice>;
}
