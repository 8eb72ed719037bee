import { createTheme, type CSSVariablesResolver } from '@mantine/core';
import { PALETTES, type Palette } from './palette.ts';

/** A target that a gloved finger hits (44 CSS pixels, WCAG 2.5.5). */
const TARGET = 'var(--console-target)';

const target = { styles: { root: { minHeight: TARGET, minWidth: TARGET } } };
const input = { defaultProps: { size: 'md' }, styles: { input: { minHeight: TARGET }, label: { fontWeight: 600 } } };

export const theme = createTheme({
  respectReducedMotion: true,
  defaultRadius: 'sm',
  focusRing: 'auto',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  components: {
    Button: { defaultProps: { size: 'md' }, ...target },
    ActionIcon: target,
    TextInput: input,
    PasswordInput: input,
    NativeSelect: input,
  },
});

function variables(palette: Palette): Record<string, string> {
  const own = Object.entries(palette).map(([name, colour]) => [`--console-${name}`, colour] as const);
  return {
    ...Object.fromEntries(own),
    '--mantine-color-body': palette.page,
    '--mantine-color-text': palette.text,
    '--mantine-color-dimmed': palette.dim,
    '--mantine-color-placeholder': palette.dim,
    '--mantine-color-default': palette.field,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-hover': palette.surface,
    '--mantine-color-default-border': palette.line,
    '--mantine-color-error': palette.critical,
    '--mantine-color-anchor': palette.accent,
    '--mantine-primary-color-filled': palette.accent,
    '--mantine-primary-color-filled-hover': palette.accent,
    '--mantine-primary-color-contrast': palette.onAccent,
    '--table-border-color': palette.line,
  };
}

/** Gives the palettes to our own styles (`--console-…`) and to Mantine's. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: { '--console-target': '44px' },
  light: variables(PALETTES.light),
  dark: variables(PALETTES.dark),
});
