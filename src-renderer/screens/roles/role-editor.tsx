import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleList, RoleView } from '../../../src-main/bridge/contract.ts';
import { roleNameIn } from '../../i18n/role-name.ts';
import { sentenceOf } from '../../i18n/sentence.ts';
import { consoleNow } from '../../stores/connection.ts';
import { Failed } from '../../widgets/failed.tsx';
import { useAction } from '../../widgets/use-action.ts';
import { byResource, rightOf } from './right-origin.ts';
import { RightField } from './right-field.tsx';
import { AS_INHERITED, draftOf, fieldOf, type RoleField } from './role-draft.ts';
import { beginEditing, edited, isComplete, maySave, previewed, shownProblems } from './role-editing.ts';
import { RoleEffect } from './role-effect.tsx';
import styles from './roles.module.css';

interface RoleEditorProps {
  readonly role: RoleView | null;
  readonly list: RoleList;
  readonly saved: (role: RoleView) => void;
}

/** The form of a role: written, previewed as it stands there, and only then saved. */
export function RoleEditor({ role, list: { roles, rights }, saved }: RoleEditorProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(() => beginEditing(role, rights));
  const { busy, failure, run, forget } = useAction();
  const form = useRef<HTMLFormElement>(null);
  const { typed, preview } = editing;
  const problems = shownProblems(editing, failure);
  const problemAt = (field: RoleField) => {
    const problem = problems[field];
    return problem ? sentenceOf(t, problem) : null;
  };
  const change = (part: Partial<typeof typed>) => {
    forget();
    setEditing(edited(editing, part));
  };
  const look = (event: FormEvent) => {
    event.preventDefault();
    setEditing({ ...editing, tried: true });
    if (!isComplete(editing)) return queueMicrotask(() => form.current?.querySelector<HTMLElement>(INVALID)?.focus());
    void run(async () => {
      const draft = draftOf(typed, rights);
      const wish = role ? ({ kind: 'edit', id: role.id, ...draft } as const) : ({ kind: 'create', ...draft } as const);
      const answer = await consoleNow().roles.preview({ change: wish });
      setEditing((now) => previewed(now, typed, answer));
    });
  };
  const save = () =>
    run(async () => {
      const draft = draftOf(typed, rights);
      const { edit, create } = consoleNow().roles;
      saved(role ? await edit({ id: role.id, ...draft }) : await create(draft));
    });
  const parents = roles.filter(({ id }) => id !== role?.id && !inheritsFrom(id, role?.id, roles));
  const parent = roles.find(({ id }) => id === typed.inherits);
  const held = new Set(parent?.rights.map(rightOf));
  return (
    <form ref={form} className={styles['form']} onSubmit={look} noValidate>
      <TextInput
        label={t('roles.name')}
        autoComplete="off"
        required
        value={typed.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={problemAt('name')}
      />
      <NativeSelect
        label={t('roles.inherits')}
        value={typed.inherits}
        onChange={(event) => change({ inherits: event.currentTarget.value })}
        data={parents.map(({ id, name }) => ({ value: id, label: roleNameIn(t, id, name) }))}
        error={problemAt('inherits')}
      />
      {byResource(rights).map(([resource, some]) => (
        <fieldset key={resource} className={styles['resource']}>
          <legend>{t(`resource.${resource}`)}</legend>
          {some.map(rightOf).map((right) => (
            <RightField
              key={right}
              right={right}
              inherited={held.has(right)}
              fixed={resource === 'own-account'}
              choice={typed.choices[right] ?? AS_INHERITED}
              change={(choice) => change({ choices: { ...typed.choices, [right]: choice } })}
              problem={problemAt(right)}
            />
          ))}
        </fieldset>
      ))}
      {preview && <Shown key={JSON.stringify(preview)} preview={preview} />}
      <Failed failure={failure && fieldOf(failure, rights) === null ? failure : null} />
      <div className={styles['foot']}>
        <p role="status">{t(footWords(maySave(editing), editing.tried && !isComplete(editing)))}</p>
        <Button type="submit" variant={maySave(editing) ? 'default' : 'filled'} loading={busy}>
          {t('roles.preview')}
        </Button>
        <Button
          variant={maySave(editing) ? 'filled' : 'default'}
          disabled={!maySave(editing)}
          loading={busy && maySave(editing)}
          onClick={() => void save()}
        >
          {t('roles.save')}
        </Button>
      </div>
    </form>
  );
}

const INVALID = '[aria-invalid="true"]';

function footWords(ready: boolean, incomplete: boolean) {
  if (incomplete) return 'roles.incomplete';
  return ready ? 'roles.previewed' : 'roles.previewFirst';
}

/** Whether `id` rests on `role`, over however many others: it cannot be what `role` inherits from. */
function inheritsFrom(id: string, role: string | undefined, roles: readonly RoleView[]): boolean {
  const inherits = roles.find((one) => one.id === id)?.inherits ?? null;
  return inherits !== null && (inherits === role || inheritsFrom(inherits, role, roles));
}

/** The effect comes into view when it arrives, below a list that is longer than the window. */
function Shown({ preview }: { readonly preview: Parameters<typeof RoleEffect>[0]['preview'] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'center' });
  }, []);
  return (
    <div ref={place} tabIndex={-1}>
      <RoleEffect preview={preview} />
    </div>
  );
}
