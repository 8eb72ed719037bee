/**
 * How the package sets Electron's fuses (Electron security checklist, item 19), under electron-builder's names. A test
 * compares this with electron-builder.yml. Free of node: imports: the page marks what differs from it.
 */
export const INTENDED_FUSES = {
  runAsNode: 'off',
  enableCookieEncryption: 'on',
  enableNodeOptionsEnvironmentVariable: 'off',
  enableNodeCliInspectArguments: 'off',
  enableEmbeddedAsarIntegrityValidation: 'on',
  onlyLoadAppFromAsar: 'on',
  loadBrowserProcessSpecificV8Snapshot: 'off',
  grantFileProtocolExtraPrivileges: 'off',
} as const satisfies Record<string, 'on' | 'off'>;

export type FuseName = keyof typeof INTENDED_FUSES;

export const FUSE_NAMES = Object.keys(INTENDED_FUSES) as readonly FuseName[];

/** Of the running program: a browser has no fuses; a program whose fuses cannot be found has `unreadable` ones. */
export type FuseReading =
  | { readonly kind: 'not-applicable' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'read'; readonly states: Readonly<Record<FuseName, 'on' | 'off' | 'unknown'>> };
