import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddressFilters } from '../../../app/address-filters.ts';
import { useCommunity } from '../../../app/community.tsx';
import { useMethod } from '../../../bridge/queries.ts';
import { PageState, SkeletonLines } from '../../../components/page-state.tsx';
import { Panel } from '../../../components/panel.tsx';
import { DocumentList } from './document-list.tsx';
import { DocumentPanel } from './document-panel.tsx';
import { openVersion, readPlace, writePlace } from './document-place.ts';
import classes from './documents.module.css';
import { OrganiserPanel } from './organiser-panel.tsx';

/** The community's documents with every version, and who runs it. */
export function DocumentsView(): ReactNode {
  const { t } = useTranslation('legal-documents');
  const { id: communityId } = useCommunity();
  const [place, change] = useAddressFilters(readPlace, writePlace);
  const all = useMethod('documents.list', { communityId });
  const contains = place.search.trim();
  const found = useMethod(
    'documents.list',
    contains === '' ? { communityId } : { communityId, contains: contains.slice(0, 100) },
  );
  const open = openVersion(found.data ?? [], place) ?? openVersion(all.data ?? [], place);
  return (
    <div className={classes.view}>
      <div className={classes.side}>
        <Panel title={t('title')} subtitle={t('subtitle')} padded={false}>
          <PageState query={found} skeleton={<SkeletonLines lines={8} />}>
            {(versions) => (
              <DocumentList versions={versions} all={all.data ?? []} place={place} open={open} onChange={change} />
            )}
          </PageState>
        </Panel>
        <OrganiserPanel />
      </div>
      {open === undefined ? (
        <Panel>
          <p className={classes.nothing}>{t('nothingOpen')}</p>
        </Panel>
      ) : (
        <DocumentPanel
          version={open}
          versions={(all.data ?? []).filter(({ kind }) => kind === open.kind)}
          against={place.against}
          onCompare={(against) => change({ open, against })}
        />
      )}
    </div>
  );
}
