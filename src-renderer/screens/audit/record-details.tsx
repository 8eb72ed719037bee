import { Button, Title } from '@mantine/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { MEANINGS, type AuditRecord, type ConsoleClient } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { roleNameIn } from '../../i18n/role-name.ts';
import { Failed } from '../../widgets/failed.tsx';
import { useAnswer } from '../../widgets/use-answer.ts';
import styles from './audit.module.css';

/** All that the log says of one record, what was there before beside what is there after, and its proof. */
export function RecordDetails({ id, close }: { readonly id: number; close(): void }) {
  const { t } = useTranslation();
  const ask = useCallback(
    (client: ConsoleClient, signal: AbortSignal) => client.audit.record({ id }, { signal }),
    [id],
  );
  const { value, failure } = useAnswer(ask);
  const detail = value?.record.id === id ? value : null;
  return (
    <section className={styles['details']} aria-labelledby="record">
      <Title order={2} size="h4" id="record">
        {t('audit.record', { id })}
      </Title>
      <Failed failure={failure} />
      {detail && <Facts record={detail.record} signature={detail.signature} />}
      {detail && <Change record={detail.record} />}
      {detail && <p>{detail.evidence ? t('audit.proven') : t('audit.notProven')}</p>}
      {detail?.evidence && (
        <Button variant="default" onClick={() => hand(JSON.stringify(detail.evidence), `audit-record-${id}.json`)}>
          {t('audit.saveProof')}
        </Button>
      )}
      <Button variant="default" onClick={close}>
        {t('audit.close')}
      </Button>
    </section>
  );
}

interface FactsProps {
  readonly record: AuditRecord;
  /** With which it was done. */
  readonly signature: AuditRecord | null;
}

function Facts({ record, signature }: FactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { actor } = record;
  const signatureIn = ({ details, at, reason }: AuditRecord) =>
    t('audit.signedBy', {
      name: `${textOf(details['printedName'])} (${textOf(details['username'])})`,
      meaning: MEANINGS.filter((one) => one === details['meaning'])
        .map((one) => t(`signing.meanings.${one}`))
        .join(''),
      time: format.dateTime(at),
      reason: reason ?? '–',
    });
  const rows = [
    [t('audit.time'), `${format.dateTime(record.at)} (${new Date(record.at).toISOString()})`],
    [t('audit.who'), [actor.username, actor.role && roleNameIn(t, actor.role, actor.role)].filter(Boolean).join(', ')],
    [t('audit.from'), [t(`audit.origin.${actor.origin}`), record.workstation].filter(Boolean).join(', ')],
    [t('audit.what'), record.action],
    [t('audit.on'), record.subject],
    [t('audit.robot'), record.robot],
    [t('audit.source'), record.source && t(`audit.sources.${record.source}`)],
    [t('audit.outcome'), t(`audit.outcomes.${record.outcome}`)],
    [t('audit.reason'), record.reason],
    [t('audit.signed'), signature && signatureIn(signature)],
    [t('audit.facts'), Object.keys(record.details).length > 0 ? JSON.stringify(record.details, null, 1) : null],
    [t('audit.hash'), record.hash],
  ] as const;
  return (
    <dl className={styles['facts']}>
      {rows.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Of a fact that is a text. */
const textOf = (fact: unknown): string => (typeof fact === 'string' ? fact : '–');

function Change({ record: { oldValue, newValue } }: { readonly record: AuditRecord }) {
  const { t } = useTranslation();
  if (oldValue === null && newValue === null) return null;
  const shown = (value: unknown): string => (value === null ? t('audit.nothing') : JSON.stringify(value, null, 2));
  return (
    <div className={styles['change']}>
      <figure>
        <figcaption>{t('audit.before')}</figcaption>
        <pre tabIndex={0}>{shown(oldValue)}</pre>
      </figure>
      <figure>
        <figcaption>{t('audit.after')}</figcaption>
        <pre tabIndex={0}>{shown(newValue)}</pre>
      </figure>
    </div>
  );
}

/** Lets the browser keep a text as a file. */
function hand(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
