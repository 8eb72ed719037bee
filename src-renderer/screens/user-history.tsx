import { Button, NativeSelect, Table, Title } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, HistoryEntry } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { valueWords } from '../i18n/value-words.ts';
import { consoleNow } from '../stores/connection.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { useAction } from '../widgets/use-action.ts';
import { useAnswer } from '../widgets/use-answer.ts';
import { useRobotName } from '../widgets/use-places.ts';

/** As many entries as the console answers at a time. */
const PAGE = 50;

interface Older {
  readonly side: 'account' | 'person';
  readonly entries: readonly HistoryEntry[];
}

const NOTHING: Older = { side: 'account', entries: [] };

/** What was done to an account, or by its owner, as the audit trail has it. */
export function UserHistory({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useRobotName();
  const [side, setSide] = useState<'account' | 'person'>('account');
  const ask = useCallback(
    (client: ConsoleClient, signal: AbortSignal) => client.users.history({ id, side }, { signal }),
    [id, side],
  );
  const { value: newest, failure } = useAnswer(ask);
  const older = useAction();
  const [more, setMore] = useState<Older>(NOTHING);
  const known = more.side === side ? more.entries : [];
  const entries = newest && [...newest, ...known];
  const complete = entries !== null && entries.length % PAGE !== 0;
  const load = () =>
    older.run(async () => {
      const last = entries?.at(-1);
      if (!last) return;
      const page = await consoleNow().users.history({ id, side, before: last.id });
      setMore({ side, entries: [...known, ...page] });
    });
  return (
    <section>
      <Title order={3} size="h4" mb="sm">
        {t('history.heading')}
      </Title>
      <NativeSelect
        label={t('history.side')}
        mb="sm"
        value={side}
        onChange={(event) => setSide(event.currentTarget.value === 'person' ? 'person' : 'account')}
        data={[
          { value: 'account', label: t('history.account') },
          { value: 'person', label: t('history.person') },
        ]}
      />
      <Failed failure={failure ?? older.failure} />
      {entries?.length === 0 && <p>{t('history.none')}</p>}
      {entries !== null && entries.length > 0 && (
        <DataTable
          label={t('history.heading')}
          heads={[t('history.at'), t('history.action'), t('history.outcome'), t('history.by')]}
        >
          {entries.map((entry) => (
            <Table.Tr key={entry.id}>
              <Table.Td>{format.dateTime(entry.at)}</Table.Td>
              <Table.Td>
                {entry.action} {changesOf(entry, t, nameOf)}
              </Table.Td>
              <Table.Td>{t(`outcome.${entry.outcome}`)}</Table.Td>
              <Table.Td>{entry.by ?? t(`history.origin.${entry.origin}`)}</Table.Td>
            </Table.Tr>
          ))}
        </DataTable>
      )}
      {entries !== null && entries.length > 0 && !complete && (
        <Button mt="sm" variant="default" loading={older.busy} onClick={() => void load()}>
          {t('history.more')}
        </Button>
      )}
    </section>
  );
}

/** `(role: operator → viewer)` and the like; whose account it is, is known. */
function changesOf(
  { details, oldValue, newValue }: HistoryEntry,
  t: TFunction,
  nameOf: (id: string) => string,
): string {
  const facts = Object.entries(details).filter(([name]) => name !== 'username');
  const told = facts.map(([name, value]) => `${name}: ${String(value)}`);
  if (oldValue !== null || newValue !== null) {
    told.push(`${valueWords(oldValue, t, nameOf)} → ${valueWords(newValue, t, nameOf)}`);
  }
  return told.length === 0 ? '' : `(${told.join(', ')})`;
}
