import { Table } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { addressOfRobot } from '../route.ts';
import { useRobots, type KnownRobot } from '../stores/robots.ts';
import { useConnected, useElapsed } from '../stores/truth.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { LinkBadge } from '../widgets/link-badge.tsx';
import { linkFacts } from '../widgets/link-facts.tsx';
import { NoRobots } from '../widgets/no-robots.tsx';
import { Connections } from './connections.tsx';
import { Page } from './page.tsx';
import { Records } from './records.tsx';
import styles from './screen.module.css';

/** How the links to the robots fare, and below, for those who may know it, the console's own records. */
export function Health() {
  const { t } = useTranslation();
  return (
    <Page heading={t('health.heading')}>
      <Links />
      <Connections />
      <Records />
    </Page>
  );
}

/** The links to all robots, one a row, with their figures. */
function Links() {
  const { t } = useTranslation();
  const told = useRobots((state) => state.told);
  const order = useRobots((state) => state.order);
  const shown = useDeferredValue(order, NONE);
  if (order.length === 0) return told ? <NoRobots /> : <p>{t('robots.waiting')}</p>;
  return (
    <DataTable
      label={t('health.links')}
      heads={[t('health.robot'), t('health.link'), ...linkFacts.map(({ name }) => t(`health.${name}`))]}
    >
      <Rows ids={shown} />
    </DataTable>
  );
}

/** First nothing: a press is answered by the table's head at once, and a hundred rows follow. */
const NONE: readonly string[] = [];

const Rows = memo(function Rows({ ids }: { readonly ids: readonly string[] }) {
  return ids.map((id) => <RobotRow key={id} robotId={id} />);
});

const RobotRow = memo(function RobotRow({ robotId }: { readonly robotId: string }) {
  const robot = useRobots(({ byId }) => byId[robotId]);
  return robot && <Row robot={robot} />;
});

function Row({ robot }: { readonly robot: KnownRobot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const connected = useConnected();
  const elapsedMs = useElapsed(robot);
  const { id, name, link } = robot.snapshot;
  return (
    <Table.Tr data-robot-id={id} className={connected ? undefined : styles['past']}>
      <Table.Th scope="row" className={styles['name']}>
        <a href={addressOfRobot(id)}>{name}</a>
      </Table.Th>
      <Table.Td>
        <LinkBadge state={connected ? link.state : 'unknown'} />{' '}
        {connected && <div>{t('health.since', { duration: format.duration(link.stateForMs + elapsedMs) })}</div>}
      </Table.Td>
      {linkFacts.map(({ name: fact, Figure }) => (
        <Table.Td key={fact}>
          <Figure link={link} elapsedMs={elapsedMs} />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
