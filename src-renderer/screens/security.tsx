import { Button, Table, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  policySections,
  type ConsoleClient,
  type PolicyRow,
  type PolicySection,
} from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { consoleNow } from '../stores/connection.ts';
import { usePreferences } from '../stores/preferences.ts';
import { usePermission } from '../stores/session.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { Mark } from '../widgets/mark.tsx';
import { useAction } from '../widgets/use-action.ts';
import { useAnswer } from '../widgets/use-answer.ts';
import { Page } from './page.tsx';
import { SignatureDemands } from './signature-demands.tsx';
import styles from './security.module.css';

const askPolicy = (client: ConsoleClient, signal: AbortSignal) => client.security.policy(undefined, { signal });

/** Everything that is in force for the console's security, on one page. */
export function Security() {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = usePreferences();
  const mayEdit = usePermission('security:edit');
  const mayExport = usePermission('security:create');
  const { value: policy, failure, again } = useAnswer(askPolicy);
  return (
    <Page heading={t('security.heading')}>
      {policy && <p>{t('security.intro', { at: format.dateTime(policy.at) })}</p>}
      <Failed failure={failure} />
      {!policy && !failure && <p>{t('loading')}</p>}
      <div className={styles['tools']}>
        <Button variant="default" onClick={again}>
          {t(failure ? 'retry' : 'security.again')}
        </Button>
        {mayExport && <Export />}
      </div>
      {mayEdit && <SignatureDemands changed={again} />}
      {policy &&
        policySections(policy, language, format.dateTime).map((section) => (
          <Section key={section.id} section={section} />
        ))}
    </Page>
  );
}

function Export() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { busy, failure, run } = useAction();
  const [file, setFile] = useState<string | null>(null);
  const write = () =>
    run(async () => {
      setFile(null);
      setFile((await consoleNow().security.export({ language })).file);
    });
  return (
    <>
      <Button loading={busy} onClick={() => void write()}>
        {t('security.export')}
      </Button>
      <Failed failure={failure} />
      <p role="status" className={styles['file']}>
        {file !== null && t('security.exported', { file })}
      </p>
    </>
  );
}

function Section({ section: { id, heading, rows } }: { readonly section: PolicySection }) {
  const { t } = useTranslation();
  return (
    <section className={styles['section']} aria-labelledby={`policy-${id}`}>
      <Title order={2} size="h3" id={`policy-${id}`}>
        {heading}
      </Title>
      <DataTable label={heading} heads={[t('security.rule'), t('security.value')]}>
        {rows.map((row) => (
          <Rule key={row.name} row={row} />
        ))}
      </DataTable>
    </section>
  );
}

function Rule({ row: { name, value, concern } }: { readonly row: PolicyRow }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Th scope="row" className={styles['rule']}>
        {name}
      </Table.Th>
      <Table.Td className={styles['value']}>
        {value}
        {concern && (
          <div>
            <Mark level="warning">{t('security.attention')}</Mark>
          </div>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
