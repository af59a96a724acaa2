import type { TFunction } from 'i18next';
import type { Finding } from '#shared/contract/health.ts';
import type { Format } from '../../i18n/format.ts';

/** What the sentence of a finding is filled with: every number as people read it, `count` as it is (it chooses the plural). */
export function findingValues(
  { kind, values }: Finding,
  format: Format,
  t: TFunction<'health'>,
): Record<string, string | number> {
  const number = (name: string): number => (typeof values[name] === 'number' ? values[name] : 0);
  const written = (name: string): string => format.number(number(name));
  switch (kind) {
    case 'failed-settlements':
      return {
        count: number('count'),
        amount: format.money(number('amount')).text,
        cause: t(`failureCodes.${values.topCode}`),
        causeCount: written('topCount'),
      };
    case 'missing-readings':
      return {
        count: number('missing'),
        missing: written('missing'),
        slots: written('slots'),
        share: format.percent(number('slots') === 0 ? null : number('missing') / number('slots')),
      };
    case 'unbalanced-readings':
      return { count: number('rows'), rows: written('rows'), total: written('total') };
    case 'worse-off-members':
      return { count: number('count'), traders: written('traders') };
    case 'held-back-members':
      return { count: number('count') };
    case 'low-participation':
      return {
        share: format.percent(number('rate'), 0),
        participants: written('participants'),
        members: written('activeMembers'),
      };
    case 'self-sufficiency-change':
      return {
        context: number('change') < 0 ? 'down' : 'up',
        now: format.percent(number('now')),
        before: format.percent(number('before')),
        change: format.changeInPoints(number('now'), number('before')),
      };
    case 'all-well':
      return {};
  }
}
