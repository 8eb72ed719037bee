import { Button, Group, Table } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, UserOrder, UserSummary } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { roleNameIn } from '../i18n/role-name.ts';
import { scopeWordsIn } from '../i18n/scope-words.ts';
import { usePermission } from '../stores/session.ts';
import { Failed } from '../widgets/failed.tsx';
import { SortedTable } from '../widgets/sorted-table.tsx';
import { useAnswer } from '../widgets/use-answer.ts';
import { useRobotName } from '../widgets/use-places.ts';
import { Page } from './page.tsx';
import styles from './screen.module.css';
import { UserExport, UserImport } from './user-files.tsx';
import { EVERYBODY, UserFilters, type Filters } from './user-filters.tsx';
import { UserInvitation } from './user-invitation.tsx';
import { UserPanel } from './user-panel.tsx';
import { UserStatusWords } from './user-status.tsx';

const PER_PAGE = 25;
type Opened = { readonly kind: 'invite' | 'import' } | { readonly kind: 'user'; readonly id: string } | null;

/** The accounts: found, filtered, sorted and paged by the console; everything that is done to one is in its panel. */
export function Users() {
  const { t } = useTranslation();
  const mayCreate = usePermission('user:create');
  const [filters, setFilters] = useState<Filters>(EVERYBODY);
  const [sorting, setSorting] = useState<{ order: UserOrder; descending: boolean }>({
    order: 'username',
    descending: false,
  });
  const [page, setPage] = useState(0);
  const [opened, setOpened] = useState<Opened>(null);
  const { search, role, status } = filters;
  const { order, descending } = sorting;
  const ask = useCallback(
    (client: ConsoleClient, signal: AbortSignal) =>
      client.users.list(
        { search, role, status, order, descending, offset: page * PER_PAGE, limit: PER_PAGE },
        { signal },
      ),
    [search, role, status, order, descending, page],
  );
  const { value, failure, again } = useAnswer(ask);
  const filter = (changed: Filters) => {
    setFilters(changed);
    setPage(0);
  };
  const close = () => {
    setOpened(null);
    again();
  };
  return (
    <Page heading={t('users.heading')}>
      <UserFilters filters={filters} change={filter} />
      <Group gap="sm">
        {mayCreate && <Button onClick={() => setOpened({ kind: 'invite' })}>{t('newUser.heading')}</Button>}
        {mayCreate && (
          <Button variant="default" onClick={() => setOpened({ kind: 'import' })}>
            {t('userFiles.import')}
          </Button>
        )}
        <UserExport />
      </Group>
      <Failed failure={failure} />
      {failure && <Button onClick={again}>{t('retry')}</Button>}
      {value ? (
        <>
          <SortedTable
            label={t('users.list')}
            heads={[
              { order: 'username', label: t('users.username') },
              { order: 'displayName', label: t('users.displayName') },
              { order: 'role', label: t('users.role') },
              { order: null, label: t('users.status') },
              { order: 'createdAt', label: t('users.createdAt') },
              { order: 'lastSignInAt', label: t('users.lastSignInAt') },
              { order: null, label: t('users.actions') },
            ]}
            sorting={sorting}
            sort={setSorting}
          >
            {value.users.map((user) => (
              <UserRow key={user.id} user={user} open={() => setOpened({ kind: 'user', id: user.id })} />
            ))}
          </SortedTable>
          <Pages page={page} total={value.total} turn={setPage} />
        </>
      ) : (
        !failure && <p>{t('loading')}</p>
      )}
      {opened?.kind === 'invite' && <UserInvitation close={close} />}
      {opened?.kind === 'import' && <UserImport close={close} />}
      {opened?.kind === 'user' && value && <OpenedUser id={opened.id} users={value.users} close={close} />}
    </Page>
  );
}

/** A panel keeps the account it was opened for, also when the list moves on without it. */
function OpenedUser(props: {
  readonly id: string;
  readonly users: readonly UserSummary[];
  readonly close: () => void;
}) {
  const [first] = useState(() => props.users.find(({ id }) => id === props.id));
  return first && <UserPanel first={first} close={props.close} />;
}

function UserRow({ user, open }: { readonly user: UserSummary; readonly open: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useRobotName();
  return (
    <Table.Tr>
      <Table.Th scope="row" className={styles['name'] ?? ''}>
        {user.username}
      </Table.Th>
      <Table.Td className={styles['name'] ?? ''}>{user.displayName}</Table.Td>
      <Table.Td className={styles['name'] ?? ''}>
        {roleNameIn(t, user.role, user.roleName)}
        {user.scope && <span className={styles['beside']}>{scopeWordsIn(t, user.scope, nameOf)}</span>}
      </Table.Td>
      <Table.Td>
        <UserStatusWords user={user} />
      </Table.Td>
      <Table.Td>{format.dateTime(user.createdAt)}</Table.Td>
      <Table.Td>{user.lastSignInAt === null ? t('users.never') : format.dateTime(user.lastSignInAt)}</Table.Td>
      <Table.Td>
        <Button variant="default" onClick={open} aria-label={t('users.manageName', { name: user.username })}>
          {t('users.manage')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

function Pages(props: { readonly page: number; readonly total: number; readonly turn: (page: number) => void }) {
  const { t } = useTranslation();
  const { page, total, turn } = props;
  const last = Math.max(0, Math.ceil(total / PER_PAGE) - 1);
  return (
    <Group gap="sm" component="nav" aria-label={t('users.pages')}>
      <Button variant="default" disabled={page === 0} onClick={() => turn(page - 1)}>
        {t('users.before')}
      </Button>
      <span role="status">{t('users.page', { page: page + 1, pages: last + 1, total })}</span>
      <Button variant="default" disabled={page >= last} onClick={() => turn(page + 1)}>
        {t('users.after')}
      </Button>
    </Group>
  );
}
