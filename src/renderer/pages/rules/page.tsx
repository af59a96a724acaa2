import { IconPlus } from '@tabler/icons-react';
import { useCallback, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { usePeriod } from '../../app/period.tsx';
import { RoleButton } from '../../app/role-button.tsx';
import { WithData } from '../../app/with-data.tsx';
import { PageOfViews } from '../../components/page-views.tsx';
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
  const { search } = usePeriod();
  const isAudit = rest === AUDIT;
  const views = [
    { pathname: '/rules', name: t('views.rules'), isCurrent: !isAudit },
    { pathname: `/rules/${AUDIT}`, name: t('views.audit'), isCurrent: isAudit },
  ];
  const newRule = (
    <RoleButton needs="manager" size="xs" leftSection={<IconPlus size={16} />} onClick={() => openRuleEditor()}>
      {t('newRule')}
    </RoleButton>
  );
  return (
    <PageOfViews label={t('views.label')} views={views} search={search} action={!isAudit && newRule}>
      {isAudit ? (
        <WithData needs="trades">
          <AuditView />
        </WithData>
      ) : (
        <Rules ruleId={rest === '' ? null : decodeURIComponent(rest)} />
      )}
    </PageOfViews>
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
        <RuleList openRule={ruleId} switching={switching} onOpen={({ id }) => open(id)} />
      </div>
      <RuleSheet ruleId={ruleId} switching={switching} onClose={close} />
    </div>
  );
}
