import type { OrderOf } from '#shared/reports/about.ts';
import { processingDocument, type ProcessingFacts } from '#shared/reports/kinds/processing-record.ts';
import { consentPurposes } from '#shared/privacy/consents.ts';
import { DEFAULT_K } from '#shared/privacy/suppression.ts';
import { requireCommunity } from '../../communities/community.ts';
import { isKeptByHub } from '../../communities/kept-by-hub.ts';
import type { EngineContext } from '../../context.ts';
import { organiserOf } from '../../documents/organiser.ts';
import { holdsOf } from '../../privacy/legal-holds.ts';
import { schemaClasses } from '../../privacy/schema-classes.ts';
import { readConnection } from '../../sync/connection.ts';
import type { ReportMaker } from '../report-maker.ts';

/** The record of processing activities (GDPR Art. 30), made from the schema of the cache and the settings of this desk. */
export const processingRecord: ReportMaker<'processing-record', ProcessingFacts> = {
  facts,
  document: processingDocument,
};

function facts(
  { cache: { read } }: EngineContext,
  { communityId }: OrderOf<'processing-record'>,
): Promise<ProcessingFacts> {
  const community = requireCommunity(read, communityId);
  const organiser = organiserOf(read, communityId);
  const connection = isKeptByHub(read, community.id) ? readConnection(read) : null;
  const holds = holdsOf(read, communityId).filter(({ liftedAt }) => liftedAt === null);
  return Promise.resolve({
    dataTo: null,
    sections: {
      controller: organiser && { ...organiser },
      purposes: { consent: consentPurposes },
      data: schemaClasses(read, communityId).map(({ class: name, tables, clock, legalBasis }) => ({
        name,
        legalBasis,
        clock: clock && { ...clock },
        tables: tables.map(({ table, columns, isPersonal }) => ({ table, columns, isPersonal })),
      })),
      recipients: { hub: connection && hostOf(connection.address) },
      erasure: { holds: holds.length },
      security: { smallestGroup: DEFAULT_K },
    },
  });
}

/** The address of a hub is checked before it is kept. */
function hostOf(address: string): string {
  return new URL(address).host;
}
