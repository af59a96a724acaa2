import type { UseQueryResult } from '@tanstack/react-query';
import type { Output } from '#shared/contract/contract.ts';
import type { DocumentVersion } from '#shared/contract/documents.ts';
import { useCommunity } from '../../../app/community.tsx';
import type { BridgeError } from '../../../bridge/client.ts';
import { useMethod } from '../../../bridge/queries.ts';

/** A version with its text. */
export function useDocument({
  kind,
  version,
}: Pick<DocumentVersion, 'kind' | 'version'>): UseQueryResult<Output<'documents.get'>, BridgeError> {
  const { id: communityId } = useCommunity();
  return useMethod('documents.get', { communityId, kind, version }, { keepPrevious: false });
}
