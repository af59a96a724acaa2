/** Which scenarios stand beside what really was, and how that stands in the address. Pure. */
import {
  scenarioNames,
  type Counterfactual,
  type Scenario,
  type ScenarioName,
} from '#shared/contract/counterfactual-records.ts';
import { withEntries } from '../../../app/address-filters.ts';

/** A scenario that did not happen. */
export type OtherScenario = Exclude<ScenarioName, 'actual'>;

export const otherScenarios = scenarioNames.filter((name): name is OtherScenario => name !== 'actual');

/** As many as can be told apart beside what was. */
export const MOST_SCENARIOS = 3;

const usual: readonly OtherScenario[] = ['pay-as-bid', 'mid-market-rate'];
const NONE = 'none';

export interface ChosenScenarios {
  /** In the order of `otherScenarios`. */
  readonly chosen: readonly OtherScenario[];
}

function inOrder(names: readonly string[]): OtherScenario[] {
  return otherScenarios.filter((name) => names.includes(name));
}

/** The scenarios that a text like `pay-as-bid,mid-market-rate` names, the first three of them. */
export function readScenarios(text: string): OtherScenario[] {
  return inOrder(text.split(',')).slice(0, MOST_SCENARIOS);
}

/** The scenarios as such a text. */
export function writeScenarios(chosen: readonly OtherScenario[]): string {
  return chosen.length === 0 ? NONE : inOrder(chosen).join(',');
}

/** The scenarios of an address; two that differ much where it says nothing. */
export function readChosen(params: URLSearchParams): ChosenScenarios {
  const text = params.get('with');
  return { chosen: text === null ? usual : readScenarios(text) };
}

/** `params` with the choice written into it; other entries stay. */
export function writeChosen(params: URLSearchParams, { chosen }: ChosenScenarios): URLSearchParams {
  const text = writeScenarios(chosen);
  return withEntries(params, [['with', text === writeScenarios(usual) ? null : text]]);
}

/** With one more or one less of them; null when there is no room for one more. */
export function toggled(chosen: readonly OtherScenario[], name: OtherScenario): OtherScenario[] | null {
  if (chosen.includes(name)) return chosen.filter((other) => other !== name);
  return chosen.length < MOST_SCENARIOS ? inOrder([...chosen, name]) : null;
}

/** What really was, then the chosen scenarios. */
export function shownScenarios({ scenarios }: Counterfactual, chosen: readonly OtherScenario[]): Scenario[] {
  return scenarios.filter(({ name }) => name === 'actual' || chosen.includes(name));
}

/** The place of a scenario in `scenarios` and in the savings of each member. */
export function placeOf(name: ScenarioName): number {
  return scenarioNames.indexOf(name);
}
