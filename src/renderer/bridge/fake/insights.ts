import type { FakeCommunity } from './communities.ts';
import { createFakeCounterfactual } from './counterfactual.ts';
import { createFakeFairness } from './insight-fairness.ts';
import { createFakeFigures } from './insight-figures.ts';
import { createFakeImpact } from './insight-impact.ts';
import type { FakeState } from './state.ts';

/** Everything about the insights. */
export function createFakeInsights(
  state: FakeState,
  communityOf: (id: string) => FakeCommunity,
): ReturnType<typeof createFakeFigures> &
  ReturnType<typeof createFakeImpact> &
  ReturnType<typeof createFakeCounterfactual> &
  ReturnType<typeof createFakeFairness> {
  return {
    ...createFakeFigures(state, communityOf),
    ...createFakeImpact(state, communityOf),
    ...createFakeCounterfactual(state, communityOf),
    ...createFakeFairness(state, communityOf),
  };
}
