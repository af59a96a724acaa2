/** Which actions of the palette a query finds. Pure. */
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';

/** Of each group, so that no group pushes the others out. */
const MOST_OF_GROUP = 8;

/** A group of the palette; `isAsked`: listed only when something is searched for, as there may be hundreds. */
export interface ActionGroup {
  readonly group: string;
  readonly isAsked?: boolean;
  readonly actions: readonly SpotlightActionData[];
}

/** The groups with those that were chosen last before them, in a group of their own. */
export function withRecent(groups: readonly ActionGroup[], name: string, ids: readonly string[]): ActionGroup[] {
  const all = groups.flatMap(({ actions }) => actions);
  const recent = ids.flatMap((id) => all.find((action) => action.id === id) ?? []);
  return [
    { group: name, actions: recent },
    ...groups.map((one) => ({ ...one, actions: one.actions.filter((action) => !recent.includes(action)) })),
  ];
}

/** Every word of the query must stand somewhere in an action's words; those that begin with the query come first. */
export function findActions(query: string, groups: readonly ActionGroup[]): SpotlightActionGroupData[] {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .filter(({ isAsked }) => words.length > 0 || !isAsked)
    .map(({ group, actions }) => ({ group, actions: words.length === 0 ? [...actions] : found(actions, words) }))
    .filter(({ actions }) => actions.length > 0);
}

function found(actions: readonly SpotlightActionData[], words: readonly string[]): SpotlightActionData[] {
  const whole = words.join(' ');
  const begins = ({ label = '' }: SpotlightActionData): boolean => label.toLocaleLowerCase().startsWith(whole);
  return actions
    .filter(({ label, description, keywords }) => {
      const text = [label, description, keywords].flat().join(' ').toLocaleLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => Number(begins(b)) - Number(begins(a)))
    .slice(0, MOST_OF_GROUP);
}
