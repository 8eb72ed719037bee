import { Button, Group, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  DRIVER_IDS,
  type CallFailure,
  type ConnectionReport,
  type RegisteredRobot,
  type TokenRole,
} from '../../src-main/bridge/contract.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { consoleNow } from '../stores/connection.ts';
import { AskedFirst } from '../widgets/asked-first.tsx';
import { ConnectionFound } from '../widgets/connection-found.tsx';
import { Failed } from '../widgets/failed.tsx';
import { Panel } from '../widgets/panel.tsx';
import { useAction } from '../widgets/use-action.ts';
import {
  draftOf,
  EMPTY_SETUP,
  sameOrigin,
  fieldOfSetup,
  formOf,
  TOKEN_ROLES,
  type SetupForm,
} from './robot-setup-form.ts';
import { RobotNumbers } from './robot-numbers.tsx';
import styles from './screen.module.css';

interface RobotSetupProps {
  /** The robot as the list had it; null: a new one. */
  readonly first: RegisteredRobot | null;
  readonly close: () => void;
}

type TextField = Exclude<keyof SetupForm, 'driver' | 'fallback' | 'numbers' | 'tokens'>;
const FALLBACKS = ['', 'none', 'last-known', 'simulated'] as const;

/** Why this field was not taken, in words of its own where there are any. */
function wordsAbout(t: TFunction, name: TextField, failure: CallFailure): string {
  const own = failure.code === 'INPUT_INVALID' && (name === 'id' || name === 'url' || name === 'certificate');
  return own ? t(`fleet.refused.${name}`) : sentenceOf(t, failure);
}

/** One robot: how it is reached, whether it is there, and what may be done to it. */
export function RobotSetup({ first, close }: RobotSetupProps) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const testing = useAction();
  const [form, setForm] = useState<SetupForm>(first ? formOf(first) : EMPTY_SETUP);
  const [found, setFound] = useState<ConnectionReport | null>(null);
  const change = (part: Partial<SetupForm>) => {
    forget();
    testing.forget();
    setFound(null);
    setForm({ ...form, ...part });
  };
  const tokenWords = (role: TokenRole) => {
    if (!first?.tokens.includes(role)) return 'fleet.tokenNone';
    return sameOrigin(form.url, first.robot.url) ? 'fleet.tokenKept' : 'fleet.tokenGoes';
  };
  const sent = () => draftOf(form);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      if (first) await consoleNow().fleet.edit({ robot: first.robot.id, ...sent() });
      else await consoleNow().fleet.create(sent());
      close();
    });
  };
  const test = () =>
    testing.run(async () => {
      setFound(null);
      setFound(await consoleNow().fleet.test(sent()));
    });
  const failed = failure ?? testing.failure;
  const about = failed && fieldOfSetup(failed);
  const fields = useRef<HTMLFormElement>(null);
  const more = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const refused = about !== null && fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (!refused) return;
    // what is refused must be neither folded away nor out of view
    if (more.current?.contains(refused)) more.current.open = true;
    refused.focus();
  }, [about]);
  const field = (name: TextField) => ({
    label: t(`fleet.${name}`),
    description: t(`fleet.help.${name}`),
    value: form[name],
    autoComplete: 'off',
    spellCheck: false,
    error: failed && about === name ? wordsAbout(t, name, failed) : null,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      change({ [name]: event.currentTarget.value }),
  });
  return (
    <Panel heading={first ? t('fleet.manageName', { name: first.robot.name }) : t('fleet.add')} close={close}>
      <form ref={fields} className={styles['panel']} onSubmit={submit} noValidate>
        <TextInput {...field('name')} required />
        <TextInput {...field('id')} required readOnly={first !== null} />
        <TextInput {...field('url')} required />
        <NativeSelect
          label={t('fleet.driver')}
          value={form.driver}
          data={[...DRIVER_IDS]}
          onChange={({ currentTarget: { value } }) =>
            change({ driver: DRIVER_IDS.find((known) => known === value) ?? 'reference' })
          }
        />
        <TextInput {...field('group')} />
        <details ref={more} className={styles['more']}>
          <summary>{t('fleet.more')}</summary>
          <RobotNumbers
            numbers={form.numbers}
            failure={failed}
            about={about}
            change={(numbers) => change({ numbers })}
          />
          <NativeSelect
            label={t('fleet.fallback')}
            value={form.fallback}
            data={FALLBACKS.map((value) => ({ value, label: t(`fleet.fallbacks.${value || 'common'}`) }))}
            onChange={({ currentTarget: { value } }) =>
              change({ fallback: FALLBACKS.find((known) => known === value) ?? '' })
            }
          />
          <Textarea {...field('certificate')} autosize minRows={2} maxRows={6} />
          {TOKEN_ROLES.map((role) => (
            <PasswordInput
              key={role}
              label={t(`fleet.token.${role}`)}
              description={t(tokenWords(role))}
              autoComplete="off"
              value={form.tokens[role]}
              onChange={(event) => change({ tokens: { ...form.tokens, [role]: event.currentTarget.value } })}
            />
          ))}
        </details>
        {/* beside the button as well: the field that it is about may be scrolled out of view */}
        <Failed failure={failed} />
        <ConnectionFound report={found} />
        <Group>
          <Button type="submit" loading={busy}>
            {t(first ? 'fleet.save' : 'fleet.add')}
          </Button>
          <Button variant="default" loading={testing.busy} onClick={() => void test()}>
            {t('fleet.test')}
          </Button>
        </Group>
      </form>
      {first && <Leaving first={first} close={close} />}
    </Panel>
  );
}

function Leaving({
  first: { robot, enabled },
  close,
}: {
  readonly first: RegisteredRobot;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const { name } = robot;
  const { busy, failure, run } = useAction();
  const setEnabled = async (value: boolean) => {
    await consoleNow().fleet.setEnabled({ robot: robot.id, enabled: value });
    close();
  };
  return (
    <Group>
      {enabled ? (
        <AskedFirst
          label={t('fleet.disable')}
          question={t('fleet.disableQuestion', { name })}
          act={() => setEnabled(false)}
        />
      ) : (
        <Button variant="default" loading={busy} onClick={() => void run(() => setEnabled(true))}>
          {t('fleet.enable')}
        </Button>
      )}
      <AskedFirst
        label={t('fleet.remove')}
        question={t('fleet.removeQuestion', { name })}
        act={async () => {
          await consoleNow().fleet.remove({ robot: robot.id });
          close();
        }}
      />
      <Failed failure={failure} />
    </Group>
  );
}
