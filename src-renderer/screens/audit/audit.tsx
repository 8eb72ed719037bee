import { Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { EMPTY_DRAFT, wishOf } from '../../stores/audit-filters.ts';
import { usePermission } from '../../stores/session.ts';
import { Failed } from '../../widgets/failed.tsx';
import { useAnswer } from '../../widgets/use-answer.ts';
import { Page } from '../page.tsx';
import { ArchivedRecords } from './archive.tsx';
import styles from './audit.module.css';
import { AuditTools } from './audit-tools.tsx';
import { FilterForm, SavedFilters } from './filter-form.tsx';
import { RecordDetails } from './record-details.tsx';
import { RecordList } from './record-list.tsx';
import { useRecords } from './use-records.ts';

const askKept = (client: ConsoleClient, signal: AbortSignal) => client.audit.kept(undefined, { signal });

/** Who did what: the audit log as far as this person may see it. */
export function Audit() {
  const { t } = useTranslation();
  const format = useFormat();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [tail, setTail] = useState(true);
  const [chosen, setChosen] = useState<number | null>(null);
  const mayExport = usePermission('audit:create');
  const wish = useMemo(() => wishOf(draft), [draft]);
  const { value: kept, again } = useAnswer(askKept);
  const { records, view, complete, failure, more } = useRecords(wish, tail);
  return (
    <Page heading={t('audit.heading')}>
      {records && view === 'limited' && <p>{t('audit.limited')}</p>}
      <FilterForm draft={draft} change={setDraft} />
      <SavedFilters draft={draft} change={setDraft} />
      <div className={styles['line']}>
        <Switch label={t('audit.tail')} checked={tail} onChange={(event) => setTail(event.currentTarget.checked)} />
        <span role="status">
          {records && t(complete ? 'audit.all' : 'audit.some', { n: format.count(records.length) })}
        </span>
      </div>
      <Failed failure={failure} />
      <div className={styles['split']}>
        {records && <RecordList records={records} complete={complete} more={more} chosen={chosen} choose={setChosen} />}
        {!records && !failure && <p>{t('loading')}</p>}
        {chosen !== null && <RecordDetails id={chosen} close={() => setChosen(null)} />}
      </div>
      {complete && kept && <ArchivedRecords archived={kept.archived} />}
      {mayExport && <AuditTools wish={wish} kept={kept} again={again} />}
    </Page>
  );
}
