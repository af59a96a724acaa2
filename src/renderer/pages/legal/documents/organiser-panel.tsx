import { IconPencil } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import { useCommunity } from '../../../app/community.tsx';
import { RoleButton } from '../../../app/role-button.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './documents.module.css';
import { openOrganiser } from './organiser-form.tsx';

const fields = ['name', 'address', 'contact', 'representative', 'protectionOfficer'] as const;

/** Who runs the community: what the record of processing names first. */
export function OrganiserPanel(): ReactNode {
  const { t } = useTranslation('legal-documents');
  const { id: communityId } = useCommunity();
  const query = useMethod('documents.organiser', { communityId });
  const { data } = query;
  return (
    <Panel
      title={t('organiser.title')}
      subtitle={t('organiser.subtitle')}
      actions={
        data !== undefined && (
          <RoleButton
            needs="admin"
            size="compact-sm"
            variant={data === null ? 'light' : 'subtle'}
            leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />}
            onClick={() => openOrganiser(communityId, data)}
          >
            {t(data === null ? 'organiser.enter' : 'organiser.edit')}
          </RoleButton>
        )
      }
    >
      <PageState query={query} skeleton={<SkeletonLines lines={5} />}>
        {(organiser) =>
          organiser === null ? (
            <p className={classes.nothing}>{t('organiser.none')}</p>
          ) : (
            <Facts organiser={organiser} />
          )
        }
      </PageState>
    </Panel>
  );
}

function Facts({ organiser }: { readonly organiser: NonNullable<Output<'documents.organiser'>> }): ReactNode {
  const { t } = useTranslation('legal-documents');
  const format = useFormat();
  return (
    <dl className={classes.organiser} data-selectable>
      {fields.map((field) => (
        <div key={field}>
          <dt>{t(`organiser.fields.${field}`)}</dt>
          <dd>{organiser[field] ?? t('organiser.nobody')}</dd>
        </div>
      ))}
      <div>
        <dt>{t('organiser.changed')}</dt>
        <dd>{format.date(organiser.changedAt)}</dd>
      </div>
    </dl>
  );
}
