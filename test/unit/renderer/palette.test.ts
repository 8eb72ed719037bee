import { describe, expect, it } from 'vitest';
import { PALETTES, type Palette } from '../../../src-renderer/theme/palette.ts';

/** Relative luminance, WCAG 2.1. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ...(['page', 'surface', 'field'] as const).flatMap((ground) => [
    ['text', ground] as const,
    ['dim', ground] as const,
    ['accent', ground] as const,
    ['critical', ground] as const,
  ]),
  ['onAccent', 'accent'],
  ['onWarning', 'warning'],
  ['onCritical', 'critical'],
  ['onPast', 'past'],
  ['onSimulated', 'simulated'],
];

const SHAPES: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ['line', 'page'],
  ['line', 'surface'],
  ['line', 'field'],
  ['past', 'surface'],
  ['simulated', 'surface'],
  ['accent', 'surface'],
];

describe.each(['light', 'dark'] as const)('the %s colours', (scheme) => {
  const palette = PALETTES[scheme];

  it.each(TEXT)('keep %s readable on %s (WCAG 2.1, 1.4.3: 4.5 to 1)', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)('keep the shape of %s visible on %s (WCAG 2.1, 1.4.11: 3 to 1)', (shape, ground) => {
    expect(contrast(palette[shape], palette[ground])).toBeGreaterThanOrEqual(3);
  });
});
