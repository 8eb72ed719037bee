import { Button, Code, Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient } from '../../src-main/bridge/contract.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { usePermission } from '../stores/session.ts';
import { Failed } from '../widgets/failed.tsx';
import { useAnswer } from '../widgets/use-answer.ts';
import { Fleet } from './fleet.tsx';
import { Page } from './page.tsx';

const askSettings = (client: ConsoleClient, signal: AbortSignal) => client.configuration.list(undefined, { signal });

export function Configuration() {
  const { t } = useTranslation();
  const maySeeFleet = usePermission('fleet:view');
  const { value: entries, failure, again } = useAnswer(askSettings);
  return (
    <Page heading={t('configuration.heading')}>
      {maySeeFleet && <Fleet />}
      <Title order={2} size="h3">
        {t('configuration.list')}
      </Title>
      <p>{t('configuration.intro')}</p>
      <Failed failure={failure} />
      {failure && <Button onClick={again}>{t('retry')}</Button>}
      {!entries && !failure && <p>{t('loading')}</p>}
      {entries && (
        <DataTable
          label={t('configuration.list')}
          heads={[t('configuration.key'), t('configuration.value'), t('configuration.from')]}
        >
          {entries.map(({ key, value, from }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row">{key}</Table.Th>
              <Table.Td>
                <Code>{value}</Code>
              </Table.Td>
              <Table.Td>{t(`configuration.source.${from}`)}</Table.Td>
            </Table.Tr>
          ))}
        </DataTable>
      )}
    </Page>
  );
}
