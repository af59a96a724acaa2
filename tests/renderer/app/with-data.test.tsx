// @vitest-environment jsdom
import '../setup-dom.ts';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useCommunityOrNull } from '#renderer/app/community.tsx';
import { WithData, type Needed } from '#renderer/app/with-data.tsx';
import { demoCommunity } from '#renderer/bridge/fake/communities.ts';
import type { CommunitySummary } from '#shared/contract/communities.ts';
import { NOON, renderInWindow } from '../render.tsx';

function View({ needs }: { readonly needs: Needed }) {
  return useCommunityOrNull() === null ? null : (
    <WithData needs={needs}>
      <p>the view</p>
    </WithData>
  );
}

const show = (needs: Needed, change: Partial<CommunitySummary>) =>
  renderInWindow(
    <View needs={needs} />,
    { communities: [{ ...demoCommunity(NOON), ...change }] },
    '/insights/fairness?period=week',
  );

const withoutReadings = { dataFrom: null, dataTo: null, hasMarket: false };

describe('a view', () => {
  it.each<[Needed, Partial<CommunitySummary>]>([
    ['readings', { hasMarket: false }],
    ['trades', {}],
  ])('that needs %s is shown where they are', async (needs, change) => {
    show(needs, change);
    expect(await screen.findByText('the view')).toBeDefined();
  });

  it.each<[Needed, Partial<CommunitySummary>, string]>([
    ['readings', withoutReadings, 'No readings yet'],
    ['trades', withoutReadings, 'No readings yet'],
    ['trades', { hasMarket: false }, 'No trades yet'],
  ])('that needs %s says without them what it would show, and leads to the import', async (needs, change, title) => {
    show(needs, change);
    expect(await screen.findByText(title)).toBeDefined();
    expect(screen.queryByText('the view')).toBeNull();
    expect(screen.getByText(/^How the savings are spread among those who traded/)).toBeDefined();
    expect(screen.getByRole('button', { name: /^Import .*…$/ })).toBeDefined();
  });
});
