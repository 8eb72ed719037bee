import type { SecretProtection } from '../../src-main/access/secret-protection.ts';
import type { ConnectionReport } from '../../src-main/firmware/registry/connection-test.ts';
import { openRegistry, type Registry, type RegistryDeps } from '../../src-main/firmware/registry/registry.ts';
import { firmwareSettings } from '../../src-main/firmware/settings.ts';
import { silentLog } from '../../src-main/log.ts';
import type { Store } from '../../src-main/store/store.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** What a test of a connection finds where a test says nothing else. */
export const ANSWERED: ConnectionReport = {
  address: '10.0.0.7:8080',
  robot: { state: 'idle', firmwareVersion: '3.1.0', simulated: false, latencyMs: 4 },
  failure: null,
  looksLike: null,
};

/** Seals nothing: what goes in stands there readable, with its purpose. */
export const OPEN_SEALING: Pick<SecretProtection, 'seal' | 'open'> = {
  seal: (secret, purpose) => `${purpose}: ${secret}`,
  open: (sealed, purpose) => sealed.slice(purpose.length + 2),
};

/** The real registry over this store, without a fleet and a network. */
export function registryOver(
  store: Pick<Store, 'read' | 'write'>,
  deps: Partial<RegistryDeps> = {},
): Promise<Registry> {
  return openRegistry({
    store,
    clock: createVirtualClock(),
    log: silentLog,
    sealing: OPEN_SEALING,
    configured: [],
    common: firmwareSettings.parse({}),
    apply: async () => {},
    testConnection: async () => ANSWERED,
    ...deps,
  });
}

/** A registry in memory. */
export function createFakeRegistry(): Registry {
  const settings = new Map<string, unknown>();
  const store = {
    read: async (_name: string, { key }: { key: string }) => settings.get(key) ?? null,
    write: async (_name: string, { key, value }: { key: string; value: unknown }) => void settings.set(key, value),
  };
  const opening = registryOver(store as unknown as Pick<Store, 'read' | 'write'>);
  let open: Registry | null = null;
  void opening.then((registry) => (open = registry));
  return {
    list: () => open?.list() ?? [],
    common: firmwareSettings.parse({}),
    create: async (...given) => (await opening).create(...given),
    edit: async (...given) => (await opening).edit(...given),
    setEnabled: async (...given) => (await opening).setEnabled(...given),
    remove: async (...given) => (await opening).remove(...given),
    test: async (...given) => (await opening).test(...given),
  };
}
