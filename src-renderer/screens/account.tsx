import { Button, Table, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, OwnAccount } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { consoleNow } from '../stores/connection.ts';
import { useSession } from '../stores/session.ts';
import { AskedFirst } from '../widgets/asked-first.tsx';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { Mark } from '../widgets/mark.tsx';
import { useAnswer } from '../widgets/use-answer.ts';
import { Page } from './page.tsx';
import { PasswordForm } from './password-form.tsx';
import styles from './screen.module.css';
import { SecondFactor } from './second-factor.tsx';

const askOwn = (client: ConsoleClient, signal: AbortSignal) => client.account.view(undefined, { signal });

/** What people do with their own account. */
export function Account() {
  const { t } = useTranslation();
  const { value: own, failure, again } = useAnswer(askOwn);
  return (
    <Page heading={t('account.heading')}>
      <Failed failure={failure} />
      {failure && <Button onClick={again}>{t('retry')}</Button>}
      {!own && !failure && <p>{t('loading')}</p>}
      {own && (
        <>
          <OwnPassword own={own} again={again} />
          <SecondFactor own={own} again={again} />
          <OwnSessions own={own} again={again} />
        </>
      )}
    </Page>
  );
}

interface OwnProps {
  readonly own: OwnAccount;
  readonly again: () => void;
}

function OwnPassword({ own, again }: OwnProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const session = useSession((state) => state.session);
  const [done, setDone] = useState(false);
  return (
    <section className={styles['column']} aria-labelledby="own-password">
      <Title order={2} size="h3" id="own-password">
        {t('ownPassword.heading')}
      </Title>
      {own.passwordChangedAt !== null && (
        <p>{t('ownPassword.since', { when: format.dateTime(own.passwordChangedAt) })}</p>
      )}
      {own.passwordDaysLeft !== null && (
        <Mark level="warning">{t('ownPassword.daysLeft', { n: own.passwordDaysLeft })}</Mark>
      )}
      {session && (
        <PasswordForm
          session={session}
          profile={own.profile}
          secondFactor={own.secondFactor}
          done={() => {
            setDone(true);
            again();
          }}
        />
      )}
      <p role="status" className={styles['notice']}>
        {done && t('ownPassword.done')}
      </p>
    </section>
  );
}

function OwnSessions({ own, again }: OwnProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = async (id: string | null) => {
    await consoleNow().account.endSessions({ id });
    again();
  };
  const others = own.sessions.filter(({ present, endedAt }) => !present && endedAt === null);
  return (
    <section className={styles['column']} aria-labelledby="own-sessions">
      <Title order={2} size="h3" id="own-sessions">
        {t('ownSessions.heading')}
      </Title>
      <DataTable
        label={t('ownSessions.heading')}
        heads={[t('ownSessions.begun'), t('ownSessions.active'), t('ownSessions.where'), t('ownSessions.state')]}
      >
        {own.sessions.map(({ id, begunAt, activeAt, origin, endedAt, endedBy, lockedAt, present }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row">{format.dateTime(begunAt)}</Table.Th>
            <Table.Td>{format.dateTime(activeAt)}</Table.Td>
            <Table.Td>{t(`history.origin.${origin}`)}</Table.Td>
            <Table.Td>
              {present && t('ownSessions.present')}
              {!present && endedAt === null && t(lockedAt === null ? 'ownSessions.open' : 'ownSessions.locked')}
              {endedAt !== null && `${format.dateTime(endedAt)} – ${t(`sessionEnd.${endedBy ?? 'console'}`)}`}
            </Table.Td>
          </Table.Tr>
        ))}
      </DataTable>
      {others.length > 0 && (
        <AskedFirst label={t('ownSessions.endOthers')} question={t('ownSessions.endOthersAsk')} act={() => end(null)} />
      )}
    </section>
  );
}
