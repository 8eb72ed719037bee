/**
 * The colours of both schemes. Grey carries everything that is normal; a colour means that something is not
 * (ISA-101). Each `on…` is the text colour for its ground; a test holds every pair to WCAG 2.1 AA.
 */
export interface Palette {
  readonly page: string;
  readonly surface: string;
  /** Grounds of inputs and of the track. */
  readonly field: string;
  /** Borders that must be seen to use the screen. */
  readonly line: string;
  readonly text: string;
  readonly dim: string;
  /** Buttons, links and the focus ring. */
  readonly accent: string;
  readonly onAccent: string;
  readonly warning: string;
  readonly onWarning: string;
  readonly critical: string;
  readonly onCritical: string;
  /** Stale or disowned values. */
  readonly past: string;
  readonly onPast: string;
  readonly simulated: string;
  readonly onSimulated: string;
}

export const PALETTES: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    page: '#d3d6d8',
    surface: '#e4e6e8',
    field: '#f3f4f5',
    line: '#6d757b',
    text: '#14181b',
    dim: '#42494e',
    accent: '#2c4a60',
    onAccent: '#ffffff',
    warning: '#f5b800',
    onWarning: '#14181b',
    critical: '#a8150c',
    onCritical: '#ffffff',
    past: '#3a4248',
    onPast: '#ffffff',
    simulated: '#6a1b9a',
    onSimulated: '#ffffff',
  },
  dark: {
    page: '#191c1e',
    surface: '#25292c',
    field: '#1f2325',
    line: '#8a939a',
    text: '#e9ebed',
    dim: '#b3bac0',
    accent: '#a9c3d6',
    onAccent: '#14181b',
    warning: '#f5b800',
    onWarning: '#14181b',
    critical: '#ff7b6e',
    onCritical: '#14181b',
    past: '#ccd2d6',
    onPast: '#14181b',
    simulated: '#c993f2',
    onSimulated: '#14181b',
  },
};
