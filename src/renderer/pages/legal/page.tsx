import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { pageViews } from '#shared/desk/page-views.ts';
import { PageOfViews } from '../../components/page-views.tsx';
import { ConsentsView } from './consents/consents-view.tsx';
import { DocumentsView } from './documents/documents-view.tsx';
import { MeterView } from './meter/meter-view.tsx';
import { RequestsView } from './requests/requests-view.tsx';
import { RetentionView } from './retention/retention-view.tsx';
import { RightsView } from './rights/rights-view.tsx';

const views = pageViews.legal;
type View = (typeof views)[number];

const components: Readonly<Record<View, () => ReactNode>> = {
  rights: RightsView,
  documents: DocumentsView,
  consents: ConsentsView,
  requests: RequestsView,
  retention: RetentionView,
  meter: MeterView,
};

/** What the law asks of the organiser, and what the console does about it: documents, consents, requests of members, retention and privacy. */
export default function LegalPage(): ReactNode {
  const { t } = useTranslation('legal');
  const { '*': rest = '' } = useParams();
  const [params] = useSearchParams();
  const current = views.find((one) => one === rest) ?? 'rights';
  const Shown = components[current];
  return (
    <PageOfViews
      label={t('views.label')}
      views={views.map((one) => ({
        pathname: one === 'rights' ? '/legal' : `/legal/${one}`,
        name: t(`views.${one}`),
        isCurrent: one === current,
      }))}
      search={params.toString()}
    >
      <Shown />
    </PageOfViews>
  );
}
