import { Button, Group, NativeSelect, Table, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  DEMANDS,
  POLICY_WORDS,
  type ConsoleClient,
  type Demand,
  type DemandRow,
} from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { consoleNow } from '../stores/connection.ts';
import { usePreferences } from '../stores/preferences.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { useAction } from '../widgets/use-action.ts';
import { useAnswer } from '../widgets/use-answer.ts';
import styles from './security.module.css';

const askDemands = (client: ConsoleClient, signal: AbortSignal) => client.signatures.policy(undefined, { signal });

type Wishes = Readonly<Record<string, Demand>>;
const NO_WISHES: Wishes = {};

/** Which sensitive actions want a signature: chosen, looked at, and only then put in force. */
export function SignatureDemands({ changed }: { readonly changed: () => void }) {
  const { t } = useTranslation();
  const { value, failure, again } = useAnswer(askDemands);
  const [wishes, setWishes] = useState(NO_WISHES);
  const [looking, setLooking] = useState(false);
  const [done, setDone] = useState(false);
  const change = useAction();
  const changes = (value ?? []).flatMap((row) => {
    const demand = wishes[row.procedure] ?? row.demand;
    return demand === row.demand ? [] : [{ row, demand }];
  });
  const become = (next: Wishes) => {
    setWishes(next);
    setLooking(false);
    setDone(false);
    change.forget();
  };
  const apply = () =>
    change.run(async () => {
      await consoleNow().signatures.changePolicy({
        changes: changes.map(({ row: { procedure }, demand }) => ({ procedure, demand })),
      });
      become(NO_WISHES);
      setDone(true);
      again();
      changed();
    });
  return (
    <section className={styles['section']} aria-labelledby="signature-demands">
      <Title order={2} size="h3" id="signature-demands">
        {t('demands.heading')}
      </Title>
      <p>{t('demands.intro')}</p>
      <Failed failure={failure} />
      {value && (
        <DataTable
          label={t('demands.heading')}
          heads={[t('demands.procedure'), t('demands.demand'), t('demands.signers')]}
        >
          {value.map((row) => (
            <Row
              key={row.procedure}
              row={row}
              demand={wishes[row.procedure] ?? row.demand}
              wish={(demand) => become({ ...wishes, [row.procedure]: demand })}
            />
          ))}
        </DataTable>
      )}
      {looking && changes.length > 0 && <Preview changes={changes} />}
      <Failed failure={change.failure} />
      <p role="status">{done && t('demands.done')}</p>
      {changes.length > 0 && (
        <Group gap="sm">
          {looking ? (
            <Button loading={change.busy} onClick={() => void apply()}>
              {t('demands.apply')}
            </Button>
          ) : (
            <Button onClick={() => setLooking(true)}>{t('demands.preview')}</Button>
          )}
          <Button variant="default" onClick={() => become(NO_WISHES)}>
            {t('demands.undo')}
          </Button>
        </Group>
      )}
    </section>
  );
}

/** How an action is called. */
function useProcedureName(): (procedure: string) => string {
  const { language } = usePreferences();
  return (procedure) => POLICY_WORDS[language].signatures.procedures[procedure] ?? procedure;
}

interface RowProps {
  readonly row: DemandRow;
  readonly demand: Demand;
  readonly wish: (demand: Demand) => void;
}

function Row({ row: { procedure, signers }, demand, wish }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = useProcedureName()(procedure);
  return (
    <Table.Tr>
      <Table.Th scope="row" className={styles['rule']}>
        {name}
      </Table.Th>
      <Table.Td>
        <NativeSelect
          aria-label={t('demands.of', { name })}
          value={demand}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            wish(DEMANDS.find((known) => known === chosen) ?? 'none');
          }}
          data={DEMANDS.map((known) => ({ value: known, label: t(`demands.kind.${known}`) }))}
        />
      </Table.Td>
      <Table.Td>{format.count(signers)}</Table.Td>
    </Table.Tr>
  );
}

interface PreviewProps {
  readonly changes: readonly { readonly row: DemandRow; readonly demand: Demand }[];
}

/** Every change, with what was before and for how many people it is. */
function Preview({ changes }: PreviewProps) {
  const { t } = useTranslation();
  const nameOf = useProcedureName();
  return (
    <div role="group" aria-label={t('demands.changes')}>
      <Title order={3} size="h4">
        {t('demands.changes')}
      </Title>
      <ul>
        {changes.map(({ row: { procedure, demand: before, signers: n }, demand }) => (
          <li key={procedure}>
            {t('demands.change', {
              name: nameOf(procedure),
              before: t(`demands.kind.${before}`),
              after: t(`demands.kind.${demand}`),
              n,
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
