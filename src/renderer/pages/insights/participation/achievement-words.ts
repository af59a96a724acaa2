/** The numbers of achievements in their units: what is asked for, what there is, and how far along that is. Pure. */
import type { CommunityAchievement, MemberAchievement } from '#shared/contract/achievement-records.ts';
import type { Format } from '#shared/format/format.ts';

interface Unit {
  /** How many of the indicator's own unit make one of what is written; money writes itself. */
  readonly size: number;
  readonly unit: string;
}

const kWh: Unit = { size: 1000, unit: 'kWh' };
const MWh: Unit = { size: 1_000_000, unit: 'MWh' };
const tonne: Unit = { size: 1_000_000, unit: 't' };
const count: Unit = { size: 1, unit: '' };

/** One unit for value and target, so that they can be compared at a glance. */
const units: Readonly<Record<CommunityAchievement | MemberAchievement, Unit | 'share' | 'money'>> = {
  'traded-1-mwh': MWh,
  'traded-10-mwh': MWh,
  'everybody-takes-part': 'share',
  'month-without-failure': count,
  'month-without-losses': count,
  'week-half-self-sufficient': 'share',
  'co2-1-tonne': tonne,
  'co2-10-tonnes': tonne,
  'first-trade': count,
  'shared-100-kwh': kWh,
  'shared-1000-kwh': kWh,
  'bought-100-kwh': kWh,
  'week-self-sufficient': 'share',
  'month-of-trading': count,
  'saved-100': 'money',
};

/** A value or a target of an achievement in words; whole numbers, as targets are, without decimals. */
export function achievementNumber(
  kind: CommunityAchievement | MemberAchievement,
  value: number,
  format: Format,
): string {
  const unit = units[kind];
  if (unit === 'money') return format.money(value).text;
  if (unit === 'share') return format.percent(value, Number.isInteger(value * 100) ? 0 : 1);
  const size = value / unit.size;
  const text = format.number(size, Number.isInteger(size) ? 0 : 2);
  return unit.unit === '' ? text : `${text}\u00a0${unit.unit}`;
}

/** How much of the way is gone, 0..1; null where it cannot be told, and where fewer is better. */
export function progressOf(value: number | null, target: number): number | null {
  return value === null || target <= 0 ? null : Math.max(0, Math.min(1, value / target));
}
