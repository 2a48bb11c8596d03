import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(resolve(import.meta.dirname, '../../src/styles/tokens.css'), 'utf8');

/** Relative luminance. Source: WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function token(name: string, theme: 'light' | 'dark'): string {
  const found = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css);
  if (found === null) throw new Error(`tokens.css has no --${name}`);
  return found[theme === 'light' ? 1 : 2] ?? '';
}

const SURFACES = ['paper', 'desk', 'raised'];
const TENANTS = ['tenant-0', 'tenant-1', 'tenant-2', 'tenant-3'];
const STATES = ['leaked', 'held', 'over-blocked', 'unknown'];
const CODE = ['keyword', 'string', 'comment', 'constant', 'function'].map((name) => `code-${name}`);

/** Foreground, background, least ratio. */
const PAIRS: readonly (readonly [string, string, number])[] = [
  ...SURFACES.flatMap((surface) => [
    ...['ink', 'ink-quiet', ...TENANTS, ...STATES, ...CODE].map(
      (name) => [name, surface, 4.5] as const,
    ),
    ...['edge', 'focus'].map((name) => [name, surface, 3] as const),
  ]),
  ...TENANTS.flatMap((name) => [
    [name, `${name}-wash`, 4.5] as const,
    ['ink', `${name}-wash`, 4.5] as const,
    [name, 'leaked-wash', 4.5] as const,
  ]),
  ['leaked-ink', 'leaked', 4.5],
  ['leaked', 'leaked-wash', 4.5],
  ['ink', 'leaked-wash', 4.5],
  ['ink', 'selection', 4.5],
];

describe.each(['light', 'dark'] as const)('contrast, %s', (theme) => {
  it.each(PAIRS)('%s on %s is at least %s', (front, back, least) => {
    expect(contrast(token(front, theme), token(back, theme))).toBeGreaterThanOrEqual(least);
  });
});
