import { Button, Table, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, RegisteredRobot } from '../../src-main/bridge/contract.ts';
import { usePermission } from '../stores/session.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { useAnswer } from '../widgets/use-answer.ts';
import { RobotSetup } from './robot-setup.tsx';
import styles from './screen.module.css';

const askRobots = (client: ConsoleClient, signal: AbortSignal) => client.fleet.list(undefined, { signal });

/** The robots of this console: how each is reached, and their adding, changing and removing by those who may. */
export function Fleet() {
  const { t } = useTranslation();
  const { value: robots, failure, again } = useAnswer(askRobots);
  const [open, setOpen] = useState<RegisteredRobot | 'new' | null>(null);
  const mayAdd = usePermission('fleet:create');
  const mayEdit = usePermission('fleet:edit');
  const close = () => {
    setOpen(null);
    again();
  };
  return (
    <section aria-labelledby="fleet" className={styles['fleet']}>
      <Title order={2} size="h3" id="fleet">
        {t('fleet.heading')}
      </Title>
      <Failed failure={failure} />
      {!robots && !failure && <p>{t('loading')}</p>}
      {robots?.length === 0 && <p>{t('fleet.none')}</p>}
      {robots && robots.length > 0 && (
        <DataTable
          label={t('fleet.heading')}
          heads={(['name', 'group', 'driver', 'url', 'state', 'from', 'manage'] as const).map((head) =>
            t(`fleet.${head}`),
          )}
        >
          {robots.map((one) => (
            <Table.Tr key={one.robot.id}>
              <Table.Th scope="row">{one.robot.name}</Table.Th>
              <Table.Td>{one.robot.group || '–'}</Table.Td>
              <Table.Td>{one.robot.driver}</Table.Td>
              <Table.Td>{one.robot.url}</Table.Td>
              <Table.Td>{t(one.enabled ? 'fleet.enabled' : 'fleet.disabled')}</Table.Td>
              <Table.Td>{t(`fleet.source.${one.from}`)}</Table.Td>
              <Table.Td>
                {mayEdit && one.from === 'console' && (
                  <Button
                    variant="default"
                    aria-label={t('fleet.manageName', { name: one.robot.name })}
                    onClick={() => setOpen(one)}
                  >
                    {t('fleet.manage')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </DataTable>
      )}
      {mayAdd && (
        <div>
          <Button onClick={() => setOpen('new')}>{t('fleet.add')}</Button>
        </div>
      )}
      {open !== null && <RobotSetup first={open === 'new' ? null : open} close={close} />}
    </section>
  );
}
