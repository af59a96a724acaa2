import { VisuallyHidden } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useCallback, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { usePeriod } from '../../app/period.tsx';
import { RoleButton } from '../../app/role-button.tsx';
import { useFillHeight } from '../../components/use-fill-height.ts';
import { AuditView } from './audit/audit-view.tsx';
import { openRuleEditor } from './editor/open-rule-editor.tsx';
import { RuleList } from './list/rule-list.tsx';
import classes from './page.module.css';
import { RuleSheet } from './sheet/rule-sheet.tsx';
import { useRuleSwitch } from './use-rule-switch.ts';

const LEAST_HEIGHT = 420;
/** The place of the audit below the page's own; no rule has such an id. */
const AUDIT = 'audit';

/** The rules of the community with the sheet of one of them, or the audit of what they did. */
export default function RulesPage(): ReactNode {
  const { t } = useTranslation('rules');
  const { '*': rest = '' } = useParams();
  const isAudit = rest === AUDIT;
  return (
    <div className={classes.page}>
      <div className={classes.bar}>
        <Views isAudit={isAudit} />
        {!isAudit && (
          <RoleButton needs="manager" size="xs" leftSection={<IconPlus size={16} />} onClick={() => openRuleEditor()}>
            {t('newRule')}
          </RoleButton>
        )}
      </div>
      {isAudit ? <AuditView /> : <Rules ruleId={rest === '' ? null : decodeURIComponent(rest)} />}
    </div>
  );
}

function Views({ isAudit }: { readonly isAudit: boolean }): ReactNode {
  const { t } = useTranslation('rules');
  const { search } = usePeriod();
  const view = (pathname: string, name: string, isCurrent: boolean): ReactNode => (
    <Link to={{ pathname, search }} className={classes.view} aria-current={isCurrent ? 'page' : undefined}>
      {name}
    </Link>
  );
  return (
    <nav className={classes.views} aria-label={t('views.label')}>
      {view('/rules', t('views.rules'), !isAudit)}
      {view(`/rules/${AUDIT}`, t('views.audit'), isAudit)}
    </nav>
  );
}

function Rules({ ruleId }: { readonly ruleId: string | null }): ReactNode {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const switching = useRuleSwitch();
  const place = useRef<HTMLDivElement>(null);
  const height = useFillHeight(place, LEAST_HEIGHT);
  const search = params.toString();
  const open = useCallback(
    (id: string) => void navigate({ pathname: `/rules/${encodeURIComponent(id)}`, search }),
    [navigate, search],
  );
  const close = useCallback(() => void navigate({ pathname: '/rules', search }), [navigate, search]);
  return (
    <div ref={place}>
      <div className={classes.list} style={{ height }}>
        <VisuallyHidden role="status">{switching.said}</VisuallyHidden>
        <RuleList openRule={ruleId} switching={switching} onOpen={({ id }) => open(id)} />
      </div>
      <RuleSheet ruleId={ruleId} switching={switching} onClose={close} />
    </div>
  );
}
