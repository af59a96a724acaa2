import { Radio } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/contract/contract.ts';
import type { CaseSummary } from '#shared/contract/settlement-records.ts';
import { resolutionKinds, type ResolutionKind } from '#shared/settlement/events.ts';
import { useFormat } from '../../../i18n/use-format.ts';
import classes from './case.module.css';
import { EffectTable } from './effect-table.tsx';
import { ProposeForm } from './propose-form.tsx';

type Choice = Output<'settlement.case'>['choices'][number];

export interface ChoicesProps {
  readonly summary: CaseSummary;
  readonly choices: readonly Choice[];
  readonly suggested: ResolutionKind | null;
}

export function choiceOf(choices: readonly Choice[], kind: ResolutionKind): Choice | undefined {
  return choices.find((choice) => choice.kind === kind);
}

/** Each way to put the trade in order with what it does; the chosen one in full, with the reason it is proposed for. */
export function Choices({ summary, choices, suggested }: ChoicesProps): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const [wanted, setWanted] = useState<ResolutionKind | null>(null);
  const isPossible = (kind: ResolutionKind): boolean => choiceOf(choices, kind)?.problem === null;
  const chosen = wanted ?? suggested ?? null;
  const choice = chosen === null ? undefined : choiceOf(choices, chosen);
  return (
    <>
      <Radio.Group
        value={chosen}
        onChange={(value) => setWanted(resolutionKinds.find((kind) => kind === value) ?? null)}
        aria-label={t('choices.title')}
      >
        <div className={classes.cards}>
          {resolutionKinds.map((kind) => (
            <Card key={kind} kind={kind} choice={choiceOf(choices, kind)} isSuggested={kind === suggested} />
          ))}
        </div>
      </Radio.Group>
      {chosen === null && <p className={classes.note}>{t('choices.none')}</p>}
      {choice?.effect != null && <EffectTable effect={choice.effect} />}
      {chosen !== null && isPossible(chosen) && <ProposeForm key={chosen} summary={summary} kind={chosen} />}
    </>
  );
}

interface CardProps {
  readonly kind: ResolutionKind;
  readonly choice: Choice | undefined;
  readonly isSuggested: boolean;
}

function Card({ kind, choice, isSuggested }: CardProps): ReactNode {
  const { t } = useTranslation('settlement-cases');
  const format = useFormat();
  const problem = choice?.problem ?? null;
  const effect = choice?.effect ?? null;
  const signed = (micro: number): string => format.money(micro, undefined, { signed: true, decimals: 4 }).text;
  return (
    <Radio.Card value={kind} className={classes.card} disabled={problem !== null} aria-disabled={problem !== null}>
      <span className={classes.cardHead}>
        <Radio.Indicator size="xs" disabled={problem !== null} />
        <strong>{t(`resolutions.${kind}.name`)}</strong>
        {isSuggested && <span className={classes.mark}>{t('choices.suggested')}</span>}
      </span>
      <span className={classes.cardText}>{t(`resolutions.${kind}.meaning`)}</span>
      {problem !== null ? (
        <span className={classes.cardProblem}>{t(`problems.${problem}`)}</span>
      ) : (
        effect !== null && (
          <span className={classes.cardFigures}>
            {t('choices.accounts', { buyer: signed(effect.buyer.account), seller: signed(effect.seller.account) })}
          </span>
        )
      )}
    </Radio.Card>
  );
}
