import { Button, FileInput, Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IMPORT_MAX_TEXT, type ImportPlan } from '../../src-main/bridge/contract.ts';
import { roleNameIn } from '../i18n/role-name.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { consoleNow } from '../stores/connection.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { Panel } from '../widgets/panel.tsx';
import { useAction } from '../widgets/use-action.ts';
import styles from './screen.module.css';

/** Gives the accounts as a file for a spreadsheet. */
export function UserExport() {
  const { t } = useTranslation();
  const { busy, failure, run } = useAction();
  const save = () =>
    run(async () => {
      const { csv } = await consoleNow().users.export();
      const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = 'users.csv';
      link.click();
      URL.revokeObjectURL(address);
    });
  return (
    <>
      <Button variant="default" loading={busy} onClick={() => void save()}>
        {t('userFiles.export')}
      </Button>
      <Failed failure={failure} />
    </>
  );
}

interface Looked {
  readonly text: string;
  readonly plan: ImportPlan;
  readonly applied: boolean;
}

/** Makes accounts from a file: first it is said what would be made and what cannot be, then it is done. */
export function UserImport({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAction();
  const [looked, setLooked] = useState<Looked | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const look = (file: File | null) => {
    setLooked(null);
    setTooLarge(false);
    if (file === null) return;
    void run(async () => {
      const text = await file.text();
      if (text.length > IMPORT_MAX_TEXT) return setTooLarge(true);
      setLooked({ text, plan: await consoleNow().users.previewImport({ text }), applied: false });
    });
  };
  const apply = ({ text }: Looked) =>
    run(async () => setLooked({ text, plan: await consoleNow().users.applyImport({ text }), applied: true }));
  return (
    <Panel heading={t('userFiles.import')} close={close}>
      <p>{t('userFiles.form')}</p>
      <FileInput
        label={t('userFiles.file')}
        placeholder={t('userFiles.choose')}
        accept=".csv,text/csv"
        onChange={look}
        error={tooLarge ? t('userFiles.tooLarge', { maximum: IMPORT_MAX_TEXT }) : null}
      />
      <Failed failure={failure} />
      {looked && <Plan looked={looked} />}
      {looked && !looked.applied && looked.plan.accounts.length > 0 && (
        <Button loading={busy} onClick={() => void apply(looked)}>
          {t('userFiles.apply', { n: looked.plan.accounts.length })}
        </Button>
      )}
    </Panel>
  );
}

function Plan({ looked: { plan, applied } }: { readonly looked: Looked }) {
  const { t } = useTranslation();
  const { accounts, problems } = plan;
  return (
    <>
      <p role="status" className={styles['notice']}>
        {t(applied ? 'userFiles.made' : 'userFiles.wouldMake', { n: accounts.length, refused: problems.length })}
      </p>
      {problems.length > 0 && (
        <ul>
          {problems.map((problem, index) => (
            <li key={index}>
              {t('userFiles.line', { line: Number(problem.details['line'] ?? 0) })} {sentenceOf(t, problem)}
            </li>
          ))}
        </ul>
      )}
      {accounts.length > 0 && (
        <DataTable
          label={t('userFiles.accounts')}
          heads={[t('users.username'), t('users.displayName'), t('users.role')]}
        >
          {accounts.map(({ line, username, displayName, role, roleName }) => (
            <Table.Tr key={line}>
              <Table.Th scope="row">{username}</Table.Th>
              <Table.Td>{displayName}</Table.Td>
              <Table.Td>{roleNameIn(t, role, roleName)}</Table.Td>
            </Table.Tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
