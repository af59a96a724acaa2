import { CloseButton, Modal } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { draftOf } from '../sheet/draft-of.ts';
import { LeaveQuestion } from './leave-question.tsx';
import type { RuleEditorOptions } from './open-rule-editor.tsx';
import type { RuleValues } from './read-rule.ts';
import { RuleWork } from './rule-work.tsx';
import styles from './rule-editor.module.css';
import { TemplateChoice } from './template-choice.tsx';

export interface RuleEditorProps extends RuleEditorOptions {
  readonly onClose: () => void;
}

/** What is done as soon as the person gives up what is unsaved. */
interface Leaving {
  readonly fields: readonly (keyof RuleValues)[];
  readonly away: () => void;
}

/** The dialog around a rule: for a new one first the templates, then the fields; it never closes over what has not been saved unasked. */
export function RuleEditor({ rule, memberId: proposed, draft, onClose }: RuleEditorProps): ReactNode {
  const { t } = useTranslation('rule-editor');
  const [memberId, setMemberId] = useState(rule?.memberId ?? proposed ?? null);
  const [start, setStart] = useState<RuleDraft | null>(draft ?? (rule === undefined ? null : draftOf(rule)));
  const unsaved = useRef<readonly (keyof RuleValues)[]>([]);
  const [leaving, setLeaving] = useState<Leaving | null>(null);

  function leave(away: () => void): void {
    const fields = unsaved.current;
    if (fields.length === 0) away();
    else setLeaving({ fields, away });
  }

  function stay(): void {
    setLeaving(null);
  }

  function toTemplates(): void {
    stay();
    setStart(null);
    unsaved.current = [];
  }

  useWindowEvent(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      // The same key closes an open list below a field.
      if (event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true') return;
      if (leaving === null) leave(onClose);
      else stay();
    },
    { capture: true },
  );

  return (
    <>
      <Modal.Header className={styles.header}>
        <Modal.Title>
          {rule === undefined ? t('title.new') : t('title.change', { member: rule.anonymizedId })}
        </Modal.Title>
        <CloseButton onClick={() => leave(onClose)} />
      </Modal.Header>
      <div className={styles.content}>
        {start === null ? (
          <TemplateChoice memberId={memberId} onMember={setMemberId} onChoose={setStart} />
        ) : (
          <RuleWork
            rule={rule ?? null}
            memberId={memberId}
            start={start}
            onUnsaved={(fields) => {
              unsaved.current = fields;
            }}
            onLeave={leave}
            onClose={onClose}
            onTemplates={rule === undefined && draft === undefined ? toTemplates : null}
            question={
              leaving !== null && <LeaveQuestion fields={leaving.fields} onStay={stay} onLeave={leaving.away} />
            }
          />
        )}
      </div>
    </>
  );
}
