import { Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditWish, ConsoleClient } from '../../../src-main/bridge/contract.ts';
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
import { GoToTime } from './go-to-time.tsx';
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
  const [target, setTarget] = useState<{ readonly place: number; readonly of: AuditWish } | null>(null);
  const { seen, failure, want } = useRecords(wish, tail);
  return (
    <Page heading={t('audit.heading')}>
      {seen?.view === 'limited' && <p>{t('audit.limited')}</p>}
      <FilterForm draft={draft} change={setDraft} />
      <SavedFilters draft={draft} change={setDraft} />
      <div className={styles['line']}>
        <Switch label={t('audit.tail')} checked={tail} onChange={(event) => setTail(event.currentTarget.checked)} />
        <span role="status">
          {seen && t(seen.complete ? 'audit.all' : 'audit.some', { n: format.count(seen.high - seen.low + 1) })}
        </span>
        {seen?.numbered && <GoToTime go={(id) => setTarget({ place: id, of: wish })} />}
      </div>
      <Failed failure={failure} />
      <div className={styles['split']}>
        {seen && (
          <RecordList
            key={seen.edition}
            seen={seen}
            want={want}
            chosen={chosen}
            choose={setChosen}
            target={seen.numbered && target?.of === wish ? target : null}
          />
        )}
        {!seen && !failure && <p>{t('loading')}</p>}
        {chosen !== null && <RecordDetails id={chosen} close={() => setChosen(null)} />}
      </div>
      {(seen?.numbered || seen?.complete) && kept && <ArchivedRecords archived={kept.archived} />}
      {mayExport && <AuditTools wish={wish} kept={kept} again={again} />}
    </Page>
  );
}
