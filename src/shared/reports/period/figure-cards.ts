import { cards, note } from '../blocks.ts';
import type { ReportBlock, ReportFigure } from '../document.ts';
import { ofMillionths } from '../fractions.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { ComparedFigures, FactorFact, ReportedSum, SumFact } from './period-facts.ts';

/** What the cards of a period are told by. */
export interface CardWords {
  readonly words: ReportWords;
  /** The period before, e.g. "September 2026". */
  readonly before: string;
}

/** The figures of a period as cards, each with its change against the period before. */
export function figureCards(figures: ComparedFigures, language: CardWords): ReportBlock {
  const { format } = language.words;
  const energy = (wh: number): string => format.energy(wh).text;
  const sum = (name: ReportedSum, write: (value: number) => string) => sumCard(figures, name, write, language);
  return cards([
    sum('producedWh', energy),
    sum('consumedWh', energy),
    sum('selfConsumedWh', energy),
    shareCard(figures, 'selfSufficiency', language),
    shareCard(figures, 'selfConsumption', language),
    sum('boughtWh', energy),
    priceCard(figures, language),
    sum('savings', (amount) => format.money(amount).text),
    co2Card(figures, language),
    membersCard(figures, language),
    movesCard(figures, language),
    tradesCard(figures, language),
  ]);
}

function sumCard(
  { now, before }: ComparedFigures,
  name: ReportedSum,
  write: (value: number) => string,
  language: CardWords,
): ReportFigure {
  const t = within(language.words, 'report-period');
  const sum = now.sums[name];
  const label = t(`figures.${name}`);
  const withheld = withheldWords(sum, language.words);
  if (sum.value === null)
    return { label, value: withheld === null ? t('notKnown') : t('withheld.word'), ...detailOf(withheld) };
  const then = before?.sums[name];
  const isWhole = sum.withheldDays === 0 && then?.withheldDays === 0;
  const change = isWhole ? language.words.format.change(sum.value, then.value) : null;
  return { label, value: write(sum.value), ...detailOf(withheld ?? changeWords(change, language)) };
}

function shareCard(
  { now, before }: ComparedFigures,
  name: 'selfSufficiency' | 'selfConsumption',
  language: CardWords,
): ReportFigure {
  const { t, format } = { t: within(language.words, 'report-period'), format: language.words.format };
  const share = ofMillionths(now[name]);
  const change = before && format.changeInPoints(share, ofMillionths(before[name]));
  return { label: t(`figures.${name}`), value: format.percent(share), ...detailOf(changeWords(change, language)) };
}

function priceCard({ now, before }: ComparedFigures, language: CardWords): ReportFigure {
  const t = within(language.words, 'report-period');
  const { format } = language.words;
  const value = now.meanPrice === null ? format.notAvailable : format.price(now.meanPrice).text;
  const change = before && format.change(now.meanPrice, before.meanPrice);
  return { label: t('figures.meanPrice'), value, ...detailOf(changeWords(change, language)) };
}

function co2Card({ now, before }: ComparedFigures, language: CardWords): ReportFigure {
  const t = within(language.words, 'report-period');
  const { format } = language.words;
  const value = now.co2AvoidedG === null ? format.notAvailable : format.mass(now.co2AvoidedG).text;
  const isWhole = now.sums.selfConsumedWh.withheldDays === 0 && before?.sums.selfConsumedWh.withheldDays === 0;
  const change = isWhole ? format.change(now.co2AvoidedG, before.co2AvoidedG) : null;
  return { label: t('figures.co2'), value, ...detailOf(changeWords(change, language)) };
}

function membersCard({ now: { participation } }: ComparedFigures, { words }: CardWords): ReportFigure {
  const t = within(words, 'report-period');
  const { activeMembers, participants, rate } = participation;
  const { number, percent } = words.format;
  return {
    label: t('figures.activeMembers'),
    value: number(activeMembers),
    detail: t('figures.participants', {
      count: participants,
      number: number(participants),
      rate: percent(ofMillionths(rate)),
    }),
  };
}

function movesCard({ now: { participation } }: ComparedFigures, { words }: CardWords): ReportFigure {
  const { number } = words.format;
  return {
    label: words.t('report-period:figures.moves'),
    value: `${number(participation.joined)} / ${number(participation.left)}`,
  };
}

function tradesCard({ now, before }: ComparedFigures, { words, before: name }: CardWords): ReportFigure {
  const t = within(words, 'report-period');
  const { number } = words.format;
  if (now.trades === null) return { label: t('figures.trades'), value: t('withheld.word') };
  const { made, failed } = now.trades;
  const values = { count: failed, number: number(failed) };
  const detail =
    before?.trades == null
      ? t('figures.failed', values)
      : t('figures.failedCompared', { ...values, earlier: number(before.trades.failed), before: name });
  return { label: t('figures.trades'), value: number(made), detail };
}

/** "+3.1 % against September 2026"; null where nothing can be compared. */
function changeWords(change: string | null, { words, before }: CardWords): string | null {
  if (change === null || change === words.format.notAvailable) return null;
  return words.t('report-period:change', { change, before });
}

function detailOf(text: string | null): { detail?: string } {
  return text === null ? {} : { detail: text };
}

/** Why days are missing in a sum; null when none is. */
function withheldWords({ withheldDays, reason }: SumFact, words: ReportWords): string | null {
  if (withheldDays === 0 || reason === null) return null;
  const t = within(words, 'report-period');
  return t('withheld.days', {
    count: withheldDays,
    number: words.format.number(withheldDays),
    reason: t(`withheld.${reason}`),
  });
}

/** The factor that CO2 is reckoned with, which stands beside every such figure. */
export function factorNote(factor: FactorFact | null, words: ReportWords): ReportBlock {
  const t = within(words, 'report-period');
  if (factor === null) return note(t('co2.unknown'));
  const grams = (milligrams: number): string => words.format.number(milligrams / 1000, 1);
  const values = { factor: grams(factor.milligramsPerKwh), source: factor.source };
  if (factor.kind === 'year') return note(t('co2.year', { ...values, year: factor.year, country: factor.country }));
  const hours = t('co2.hourly', {
    ...values,
    covered: words.format.number(factor.coveredHours),
    hours: words.format.number(factor.hours),
  });
  const { otherwise } = factor;
  if (factor.coveredHours === factor.hours || otherwise === null) return note(hours);
  const rest = t('co2.otherwise', {
    factor: grams(otherwise.milligramsPerKwh),
    source: otherwise.source,
    year: otherwise.year,
  });
  return note(`${hours} ${rest}`);
}

/** Why no change is given, where that is so. */
export function comparisonNote({ before }: ComparedFigures, name: string, words: ReportWords): ReportBlock[] {
  return before === null ? [note(words.t('report-period:noComparison', { before: name }))] : [];
}
