import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { momentOf } from '../../stores/audit-filters.ts';
import { consoleNow } from '../../stores/connection.ts';
import { Failed } from '../../widgets/failed.tsx';
import { useAction } from '../../widgets/use-action.ts';
import styles from './audit.module.css';

/** Goes to the newest record at or before a moment; the list stays whole. @param go brings the record with this id into sight */
export function GoToTime({ go }: { go(id: number): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<AuditRecord | 'none' | null>(null);
  const { busy, failure, run } = useAction();
  const moment = momentOf(typed);
  const find = () =>
    run(async () => {
      if (moment === undefined) return;
      const { records } = await consoleNow().audit.page({ to: moment + 1, limit: 1 });
      setFound(records[0] ?? 'none');
      if (records[0]) go(records[0].id);
    });
  return (
    <form
      className={styles['goTo']}
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <TextInput
        label={t('audit.goTo.moment')}
        type="datetime-local"
        step={1}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={busy} disabled={moment === undefined}>
        {t('audit.goTo.go')}
      </Button>
      <span role="status">
        {found === 'none' && t('audit.goTo.none')}
        {found !== null &&
          found !== 'none' &&
          t('audit.goTo.found', { id: format.count(found.id), time: format.dateTime(found.at) })}
      </span>
      <Failed failure={failure} />
    </form>
  );
}
