import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Latency, StoreStatus } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { LOW_ON_ROOM_BYTES } from '../store-trouble.ts';
import { useNow } from '../stores/now.ts';
import { tally } from './check-summary.tsx';
import styles from './facts.module.css';
import { Mark } from './mark.tsx';
import { OpeningFound } from './opening-found.tsx';

interface FigureProps {
  readonly status: StoreStatus;
}

/** The figures of the records, each under its name; struck through when the console does not vouch for them now. */
export function StoreFacts({ status, current }: FigureProps & { readonly current: boolean }) {
  const { t } = useTranslation();
  return (
    <dl className={styles['facts']} aria-label={t('records.figures')} data-connected={current}>
      {storeFacts.map(({ name, Figure }) => (
        <div key={name} data-name={name}>
          <dt>{t(`records.fact.${name}`)}</dt>
          <dd>
            <Figure status={status} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const storeFacts = [
  { name: 'commits', Figure: counted(({ counts }) => counts.commits) },
  { name: 'refused', Figure: Refused },
  { name: 'writeTime', Figure: timed(({ writes }) => writes) },
  { name: 'reads', Figure: counted(({ counts }) => counts.reads) },
  { name: 'slow', Figure: counted(({ counts }) => counts.slow) },
  { name: 'readTime', Figure: timed(({ reads }) => reads) },
  { name: 'room', Figure: Room },
  { name: 'journal', Figure: Journal },
  { name: 'snapshot', Figure: Snapshot },
  { name: 'verify', Figure: LastCheck },
  { name: 'signature', Figure: Signature },
  { name: 'statements', Figure: cached(({ statements }) => statements) },
  { name: 'segments', Figure: cached(({ segments }) => segments) },
  { name: 'restarts', Figure: counted(({ restarts }) => restarts) },
  { name: 'opening', Figure: ({ status }: FigureProps) => <OpeningFound report={status.opening} /> },
] as const;

function counted(of: (status: StoreStatus) => number) {
  return function Count({ status }: FigureProps) {
    return useFormat().count(of(status));
  };
}

function timed(of: (status: StoreStatus) => Latency | null) {
  return function Time({ status }: FigureProps) {
    const { t } = useTranslation();
    const format = useFormat();
    const latency = of(status);
    if (latency === null) return <Nothing />;
    const { p50, p99 } = latency;
    return t('records.latency', { p50: format.milliseconds(p50), p99: format.milliseconds(p99) });
  };
}

function cached(of: (status: StoreStatus) => StoreStatus['statements']) {
  return function Hits({ status }: FigureProps) {
    const { t } = useTranslation();
    const format = useFormat();
    const { hits, misses } = of(status);
    const total = hits + misses;
    if (total === 0) return <Nothing />;
    return t('records.hits', { ratio: format.ratio(hits / total), total: format.count(total) });
  };
}

function Nothing(): ReactNode {
  const { t } = useTranslation();
  return t('health.nothing');
}

function Refused({ status: { counts } }: FigureProps) {
  const format = useFormat();
  const refused = format.count(counts.refused);
  return counts.refused === 0 ? refused : <Mark level="warning">{refused}</Mark>;
}

function Room({ status: { freeBytes } }: FigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (freeBytes === null) return t('records.roomUnknown');
  const low = freeBytes < LOW_ON_ROOM_BYTES;
  return (
    <>
      {format.bytes(freeBytes)} {low && <Mark level="warning">{t('records.roomLow')}</Mark>}
    </>
  );
}

function Journal({ status: { journalBytes } }: FigureProps) {
  return useFormat().bytes(journalBytes);
}

function Snapshot({ status: { lastSnapshot, snapshotFailure } }: FigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const age = useAge(lastSnapshot?.at ?? null);
  return (
    <>
      {age === null ? t('records.snapshotNone') : t('records.snapshotAgo', { age })}
      {lastSnapshot && <small> ({snapshotSize(lastSnapshot)})</small>}
      {snapshotFailure !== null && (
        <div>
          <Mark level="warning">{t('records.snapshotFailed')}</Mark> <small>{snapshotFailure}</small>
        </div>
      )}
    </>
  );

  function snapshotSize({ bytes, tookMs }: NonNullable<StoreStatus['lastSnapshot']>): string {
    if (bytes === null || tookMs === null) return t('records.snapshotEarlier');
    return t('records.snapshotSize', { bytes: format.bytes(bytes), duration: format.milliseconds(tookMs) });
  }
}

function LastCheck({ status: { lastVerify } }: FigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const age = useAge(lastVerify?.at ?? null);
  if (lastVerify === null || age === null) return t('records.verifyNone');
  const { kind } = lastVerify;
  const { left } = tally(lastVerify);
  return (
    <>
      {t('records.verifyWhen', { kind: t(`check.kind.${kind}`), age })}{' '}
      {left > 0 && <Mark level="critical">{t('records.verifyFound', { n: format.count(left) })}</Mark>}
    </>
  );
}

function Signature({ status: { checkpoints } }: FigureProps) {
  const { t } = useTranslation();
  const age = useAge(checkpoints.lastAt);
  return (
    <>
      {age === null ? t('records.signatureNone') : t('records.signatureAgo', { age })}
      {checkpoints.failure !== null && (
        <div>
          <Mark level="warning">{t('records.signatureFailed')}</Mark> <small>{checkpoints.failure}</small>
        </div>
      )}
    </>
  );
}

/** How long ago something happened, by the clock on the wall that the console and this page share. */
function useAge(at: number | null): string | null {
  const format = useFormat();
  const seconds = useNow(({ wall }) => (at === null ? null : Math.max(0, Math.ceil((wall - at) / 1_000))));
  return seconds === null ? null : format.age(seconds * 1_000);
}
