import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { OfferWizard } from './offer-wizard.tsx';
import type { OfferProposal } from './read-offer.ts';

const MODAL = 'offer-wizard';

/** Opens the dialog in which an offer is placed for a member; what is proposed can be changed. */
export function openOfferWizard(proposal: OfferProposal = {}): void {
  modals.open({
    modalId: MODAL,
    title: <WizardTitle />,
    size: 720,
    closeOnClickOutside: false,
    children: <OfferWizard proposal={proposal} onClose={() => modals.close(MODAL)} />,
  });
}

function WizardTitle(): ReactNode {
  const { t } = useTranslation('offers');
  return t('wizard.title');
}
