import { createTheme, type CSSVariablesResolver, type VariantColorsResolver } from '@mantine/core';
import { PALETTES, type Palette } from './palette.ts';

/** A target that a gloved finger hits (44 CSS pixels, WCAG 2.5.5). */
const TARGET = 'var(--console-target)';
const BORDER = '1px solid var(--console-line)';

const target = { styles: { root: { minHeight: TARGET, minWidth: TARGET } } };
const input = { defaultProps: { size: 'md' }, styles: { input: { minHeight: TARGET }, label: { fontWeight: 600 } } };

/** One button does what the screen is for (`filled`), a sign inside a field has no ground of its own, others are plain. */
const buttonColours: VariantColorsResolver = ({ variant }) => {
  if (variant === 'filled') {
    const accent = 'var(--console-accent)';
    return { background: accent, hover: accent, color: 'var(--console-onAccent)', border: BORDER };
  }
  const plain = { hover: 'var(--console-page)', color: 'var(--console-text)' };
  if (variant === 'subtle') return { ...plain, background: 'transparent', border: 'none' };
  return { ...plain, background: 'var(--console-field)', border: BORDER };
};

export const theme = createTheme({
  respectReducedMotion: true,
  defaultRadius: 'sm',
  focusRing: 'auto',
  variantColorResolver: buttonColours,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  components: {
    Button: { defaultProps: { size: 'md', variant: 'filled' }, ...target },
    ActionIcon: target,
    TextInput: input,
    PasswordInput: input,
    NativeSelect: input,
    NumberInput: input,
    Textarea: input,
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
    '--mantine-color-error': palette.critical,
    '--mantine-color-anchor': palette.accent,
    '--mantine-primary-color-filled': palette.accent,
    // the shades that Mantine's inputs and tables take for their grounds and borders, light and dark
    '--mantine-color-white': palette.field,
    '--mantine-color-dark-6': palette.field,
    '--mantine-color-gray-3': palette.line,
    '--mantine-color-gray-4': palette.line,
    '--mantine-color-dark-4': palette.line,
  };
}

/** Gives the palettes to our own styles (`--console-…`) and to Mantine's. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: { '--console-target': '44px' },
  light: variables(PALETTES.light),
  dark: variables(PALETTES.dark),
});
