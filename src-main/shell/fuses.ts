import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FUSE_NAMES, type FuseName, type FuseReading } from '../security/fuses.ts';

const OPTIONS: Readonly<Record<FuseName, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

/**
 * The fuses of a program as they were built into it, read from its file: what the packaging was told is not what runs.
 *
 * @param program path of Electron's program; reading its some hundred megabytes takes a moment
 */
export async function readFuses(program: string): Promise<FuseReading> {
  try {
    const wire = await getCurrentFuseWire(program);
    const states = FUSE_NAMES.map((name) => [name, stateOf(wire[OPTIONS[name]])] as const);
    return { kind: 'read', states: Object.fromEntries(states) as Record<FuseName, ReturnType<typeof stateOf>> };
  } catch {
    // the page says so: a program without fuses, or one that may not be read, is nothing the console could mend
    return { kind: 'unreadable' };
  }
}

/** A fuse that this Electron no longer has does nothing. */
function stateOf(state: FuseState | undefined): 'on' | 'off' | 'unknown' {
  if (state === FuseState.ENABLE) return 'on';
  return state === FuseState.DISABLE || state === FuseState.REMOVED ? 'off' : 'unknown';
}
