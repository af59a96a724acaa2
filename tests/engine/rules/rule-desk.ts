/** A desk with a community of members that have a rule each, and a hub of which a test says what it has answered. */
import { requireCommunity } from '#engine/communities/community.ts';
import { answerMarketQuery } from '#engine/market/queries.ts';
import { outboxHandlersAt } from '#engine/outbox/handlers.ts';
import { ruleHandlersAt } from '#engine/rules/handlers.ts';
import { writeSyncState } from '#engine/sync/sync-state.ts';
import { contract, type Output, type ParsedInput } from '#shared/contract/contract.ts';
import type { OutboxItem } from '#shared/contract/outbox.ts';
import type { RuleSummary } from '#shared/contract/rule-records.ts';
import { type OutboxState, outboxStates } from '#shared/domain/outbox.ts';
import type { Rule } from '#shared/domain/records.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { keyOf, openMarket } from '../fixtures/open-market.ts';
import { COMMUNITY, memberId, rule, ruleId, START } from '../fixtures/pages.ts';

/** The clock of the desk. */
export const NOW = START + 5 * 3_600_000;

/** What the rule of each member says at first. */
export const DRAFT = {
  type: 'sell',
  maxQuantityWh: 1000,
  maxPrice: null,
  minPrice: 90_000,
  minBatterySoc: null,
  timeWindows: ['Mo-Fr 10:00-16:00'],
  isEnabled: true,
} satisfies RuleDraft;

type Save = Omit<Partial<ParsedInput<'rules.save'>>, 'draft'> & { readonly draft?: Partial<RuleDraft> };

const drafted = (changes: Partial<RuleDraft> = {}) => {
  const draft = { ...DRAFT, ...changes };
  return { ...draft, timeWindows: [...draft.timeWindows] };
};

export function ruleDesk(members = 2) {
  const market = openMarket(members);
  const { context } = market;
  const { read, write } = context.cache;
  const rules = ruleHandlersAt(() => NOW);
  const outbox = outboxHandlersAt(() => NOW);
  const community = () => requireCommunity(read, COMMUNITY);
  let lastKey = 5000;

  const list = (): RuleSummary[] =>
    contract['rules.list'].output.parse(answerMarketQuery(read, 'rules.list', { communityId: COMMUNITY }, NOW));
  const find = (id: string): RuleSummary | undefined => list().find((one) => one.id === id);

  return {
    ...market,
    read,
    write,
    community,
    list,
    /** A rule of the list; the first member's without an id. */
    rule: (id = ruleId(0)): RuleSummary => {
      const found = find(id);
      if (found === undefined) throw new Error(`There is no rule ${id}.`);
      return found;
    },
    has: (id: string): boolean => find(id) !== undefined,
    versions: (id = ruleId(0)) =>
      answerMarketQuery(read, 'rules.versions', { communityId: COMMUNITY, ruleId: id }, NOW),
    check: (draft: Partial<RuleDraft>, of: Partial<ParsedInput<'rules.check'>> = {}): Output<'rules.check'> =>
      contract['rules.check'].output.parse(
        answerMarketQuery(
          read,
          'rules.check',
          { communityId: COMMUNITY, memberId: memberId(0), ruleId: null, ...of, draft: drafted(draft) },
          NOW,
        ),
      ),
    /** Changes the first member's rule as it stands, unless something else is said. */
    save: ({ draft, ...of }: Save = {}): Output<'rules.save'> => {
      const changed = of.ruleId === null ? undefined : find(of.ruleId ?? ruleId(0));
      const { reason = null, key = keyOf(lastKey++), baseVersion = changed?.baseVersion ?? 0 } = of;
      const target = { communityId: COMMUNITY, memberId: memberId(0), ruleId: ruleId(0), ...of };
      const input = { ...target, baseVersion, reason, key, draft: drafted({ ...changed, ...draft }) };
      return rules['rules.save'](input, context) as Output<'rules.save'>;
    },
    setEnabled: (isEnabled: boolean, of: Partial<ParsedInput<'rules.setEnabled'>> = {}): string => {
      const id = of.ruleId ?? ruleId(0);
      const target = { communityId: COMMUNITY, ruleId: id, baseVersion: find(id)?.baseVersion ?? 0, isEnabled };
      const answer = rules['rules.setEnabled']({ ...target, key: keyOf(lastKey++), ...of }, context);
      return (answer as Output<'rules.setEnabled'>).commandId;
    },
    /** Newest first. */
    outbox: (): OutboxItem[] =>
      contract['outbox.list'].output.parse(outbox['outbox.list']({ communityId: COMMUNITY }, context)),
    withdraw: (id: string): unknown => outbox['outbox.withdraw']({ id }, context),
    retry: (id: string, key = keyOf(lastKey++)): string =>
      (outbox['outbox.retry']({ id, key }, context) as Output<'outbox.retry'>).commandId,
    /** What the exchange with the hub has made of a decision. */
    set: (id: string, state: OutboxState, position: number | null = null): void =>
      void write.run('UPDATE outbox SET state = ?, position = ? WHERE uid = ?', [
        outboxStates.indexOf(state),
        position,
        id,
      ]),
    /** The hub keeps the community, and its copy has come this far. */
    pulled: (position: number): void =>
      writeSyncState(write, { communityId: community().id, cursor: 'c', position, completeAt: START }),
    /** Puts versions of rules into the copy. */
    copy: (...versions: [number: number, changes?: Partial<Rule>][]): void =>
      market.apply({ rules: versions.map(([number, changes]) => rule(number, changes)) }),
  };
}
