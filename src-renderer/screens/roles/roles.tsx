import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, RoleView } from '../../../src-main/bridge/contract.ts';
import { usePermission } from '../../stores/session.ts';
import { Failed } from '../../widgets/failed.tsx';
import { useAnswer } from '../../widgets/use-answer.ts';
import { Page } from '../page.tsx';
import { RoleMatrix } from './role-matrix.tsx';
import { RolePanel } from './role-panel.tsx';
import styles from './roles.module.css';

const askRoles = (client: ConsoleClient, signal: AbortSignal) => client.roles.list(undefined, { signal });

/** Null: a new role. */
type Opened = { readonly role: RoleView | null } | null;

/** Who may do what: the plant's table beside the roles of its own, each of which is changed in its panel. */
export function Roles() {
  const { t } = useTranslation();
  const { value, failure, again } = useAnswer(askRoles);
  const mayCreate = usePermission('role:create');
  const [opened, setOpened] = useState<Opened>(null);
  const [notice, setNotice] = useState('');
  const close = () => setOpened(null);
  const open = (role: RoleView | null) => {
    setNotice('');
    setOpened({ role });
  };
  const done = (words: string) => {
    setNotice(words);
    close();
    again();
  };
  return (
    <Page heading={t('roles.heading')}>
      <div className={styles['intro']}>
        <p>{t('roles.intro')}</p>
        {mayCreate && <Button onClick={() => open(null)}>{t('roles.new')}</Button>}
      </div>
      <p role="status" className={styles['notice']}>
        {notice}
      </p>
      <Failed failure={failure} />
      {failure && <Button onClick={again}>{t('retry')}</Button>}
      {!value && !failure && <p>{t('loading')}</p>}
      {value && <RoleMatrix list={value} open={open} />}
      {opened && value && <RolePanel role={opened.role} list={value} close={close} done={done} />}
    </Page>
  );
}
