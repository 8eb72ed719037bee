import { Button, Table, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, UserSummary } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { consoleNow } from '../stores/connection.ts';
import { usePermission } from '../stores/session.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { useAnswer } from '../widgets/use-answer.ts';
import { AccountFields } from './account-fields.tsx';
import type { AccountDraft } from './account-form.ts';
import { Page } from './page.tsx';
import styles from './screen.module.css';

const askUsers = (client: ConsoleClient, signal: AbortSignal) => client.users.list(undefined, { signal });

export function Users() {
  const { t } = useTranslation();
  const mayCreate = usePermission('user:create');
  const { value: users, failure, again } = useAnswer(askUsers);
  const [created, setCreated] = useState<UserSummary | null>(null);
  const create = async ({ username, displayName, role, password }: AccountDraft) => {
    const name = displayName.trim();
    setCreated(null);
    setCreated(await consoleNow().users.create({ username, role, password, ...(name && { displayName: name }) }));
    again();
  };
  return (
    <Page heading={t('users.heading')}>
      <Failed failure={failure} />
      {failure && <Button onClick={again}>{t('retry')}</Button>}
      {users ? <Accounts users={users} /> : !failure && <p>{t('loading')}</p>}
      {mayCreate && (
        <section className={styles['narrow']} aria-labelledby="new-user">
          <Title order={2} size="h3" id="new-user" mb="md">
            {t('newUser.heading')}
          </Title>
          <AccountFields withRole submitLabel={t('newUser.submit')} create={create} />
          <p role="status" className={styles['notice']}>
            {created && t('newUser.created', { name: created.displayName, role: t(`role.${created.role}`) })}
          </p>
        </section>
      )}
    </Page>
  );
}

function Accounts({ users }: { readonly users: readonly UserSummary[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable
      label={t('users.list')}
      heads={[
        t('users.username'),
        t('users.displayName'),
        t('users.role'),
        t('users.createdAt'),
        t('users.lastSignInAt'),
      ]}
    >
      {users.map((user) => (
        <Table.Tr key={user.id}>
          <Table.Th scope="row">{user.username}</Table.Th>
          <Table.Td>{user.displayName}</Table.Td>
          <Table.Td>{t(`role.${user.role}`)}</Table.Td>
          <Table.Td>{format.dateTime(user.createdAt)}</Table.Td>
          <Table.Td>{user.lastSignInAt === null ? t('users.never') : format.dateTime(user.lastSignInAt)}</Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}
