import { Button, NativeSelect } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ACTIONS, OVERRIDE_MINUTES, RESOURCES, type Permission, type Session } from '../../src-main/bridge/contract.ts';
import { rightOf } from '../i18n/sentence.ts';
import styles from '../screens/screen.module.css';
import { consoleNow } from '../stores/connection.ts';
import { closeOverride, lendable, useOverriding } from '../stores/overriding.ts';
import { isWorking, showSession, useSession } from '../stores/session.ts';
import { Failed } from './failed.tsx';
import { Panel } from './panel.tsx';
import { ProofFields, useTypedProof } from './proof-fields.tsx';
import { useAction } from './use-action.ts';

const OFFERED_MINUTES = [5, OVERRIDE_MINUTES.default, 15, 30, OVERRIDE_MINUTES.maximum];

/** Where a supervisor lends whoever works here a right, when somebody has asked for it. */
export function OverridePanel() {
  const wanted = useOverriding((state) => state.wanted);
  const session = useSession((state) => state.session);
  if (wanted === null || !isWorking(session)) return null;
  const rights = lendable(session);
  const first = rights.find((right) => right === wanted) ?? rights[0];
  return first === undefined ? null : <Question key={wanted} session={session} rights={rights} first={first} />;
}

interface QuestionProps {
  readonly session: Session;
  readonly rights: readonly Permission[];
  readonly first: Permission;
}

function Question({ session, rights, first }: QuestionProps) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const proof = useTypedProof('', forget);
  const [right, setRight] = useState(first);
  const [minutes, setMinutes] = useState<number>(OVERRIDE_MINUTES.default);
  const lend = (event: FormEvent) => {
    event.preventDefault();
    const whole = proof.whole();
    const [resource, action] = partsOf(right);
    if (whole === null || !resource || !action) return;
    void run(async () => {
      showSession(await consoleNow().overrides.grant({ ...whole, resource, action, minutes }));
      closeOverride();
    });
  };
  return (
    <Panel heading={t('override.heading')} close={closeOverride}>
      <p>{t('override.why', { name: session.principal.displayName })}</p>
      <form className={styles['panel']} onSubmit={lend} noValidate autoComplete="off">
        <NativeSelect
          label={t('override.right')}
          name="right"
          value={right}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            setRight(rights.find((one) => one === chosen) ?? first);
            forget();
          }}
          data={rights.map((one) => ({ value: one, label: rightOf(t, one) }))}
        />
        <NativeSelect
          label={t('override.minutes')}
          name="minutes"
          value={String(minutes)}
          onChange={(event) => setMinutes(Number(event.currentTarget.value))}
          data={OFFERED_MINUTES.map((count) => ({ value: String(count), label: t('override.minute', { count }) }))}
        />
        <ProofFields proof={proof} who={t('override.who')} />
        <Failed failure={failure} />
        <Button type="submit" loading={busy}>
          {t('override.submit')}
        </Button>
      </form>
    </Panel>
  );
}

function partsOf(right: Permission) {
  const [resource, action] = right.split(':');
  return [RESOURCES.find((one) => one === resource), ACTIONS.find((one) => one === action)] as const;
}
