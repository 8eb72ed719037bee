import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import { BY_ITSELF } from './record.ts';

/** The setting that holds what the configuration was when the console last started. */
const LAST = 'configuration.last';

/** The settings in force by key, in words and without secrets. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Records what differs in the configuration since the console started last: it is changed in a file, in the
 * environment or by flags, where nobody is signed in (IEC 62443-4-2 CR 2.8, configuration).
 */
export async function recordConfiguration(
  store: Pick<Store, 'read' | 'write'>,
  clock: Pick<Clock, 'now'>,
  settings: Settings,
): Promise<void> {
  const last = settingsIn(await store.read('settings.read', { key: LAST }));
  const keys = Object.keys({ ...last, ...settings }).filter((key) => last[key] !== settings[key]);
  if (keys.length === 0) return;
  const of = (from: Settings): Record<string, string | null> =>
    Object.fromEntries(keys.map((key) => [key, from[key] ?? null]));
  await store.write(
    'settings.change',
    { key: LAST, value: settings, at: clock.now(), by: null },
    {
      actor: BY_ITSELF,
      action: 'configuration.change',
      subject: null,
      outcome: 'succeeded',
      details: { settings: keys.length },
      oldValue: of(last),
      newValue: of(settings),
    },
  );
}

function settingsIn(stored: unknown): Settings {
  return typeof stored === 'object' && stored !== null ? (stored as Settings) : {};
}
