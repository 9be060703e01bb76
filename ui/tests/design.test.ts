import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filesUnder } from './support/files';

const tokens = readFileSync('src/shared/styles/tokens.css', 'utf8');
const styled = filesUnder('src', '.svelte');

function styleOf(file: string): string {
  return /<style>([\s\S]*)<\/style>/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
}

const themes = ['light', 'dark'] as const;

function colour(name: string, theme: (typeof themes)[number]): [number, number, number] {
  const pair = new RegExp(`--${name}: (?:light-dark\\((#\\w{6}), (#\\w{6})\\)|(#\\w{6}));`).exec(tokens);
  if (pair === null) {
    throw new Error(`no colour --${name}`);
  }
  const hex = pair[3] ?? (theme === 'light' ? pair[1] : pair[2]) ?? '';
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as [number, number, number];
}

/** WCAG 2.2's relative luminance. */
function luminance(rgb: [number, number, number]): number {
  const [r, g, b] = rgb.map((part) => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string, theme: (typeof themes)[number]): number {
  const [x, y] = [luminance(colour(a, theme)), luminance(colour(b, theme))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const grounds = ['bg', 'surface', 'surface-sunken', 'surface-raised'];

/** Text on what it stands on: 4.5 to 1. */
const texts: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ['ink', ground],
    ['ink-soft', ground],
    ['ink-faint', ground],
    ['accent-text', ground],
    ['good-text', ground],
    ['warn-text', ground],
    ['bad-text', ground],
    ['training-text', ground],
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-press'],
  ['accent-text', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['ink-faint', 'accent-soft'],
  ['on-good', 'good'],
  ['on-good', 'good-flood'],
  ['on-good-flood-soft', 'good-flood'],
  ['good-flood', 'on-good'],
  ['good-text', 'good-soft'],
  ['on-warn', 'warn'],
  ['warn-text', 'warn-soft'],
  ['ink', 'warn-soft'],
  ['on-bad', 'bad'],
  ['bad-text', 'bad-soft'],
  ['ink', 'bad-soft'],
  ['on-training', 'training'],
  ['on-training', 'training-stripe'],
  ['training', 'on-training'],
  ['training-text', 'training-soft'],
  ['ink-faint', 'training-soft'],
  ['rail-ink', 'rail'],
  ['rail-warn', 'rail'],
  ['rail-active-ink', 'rail-active'],
  ['rail-ink', 'rail-active'],
  ['qr-ink', 'qr-ground'],
];

/** Outlines of fields and the focus: 3 to 1. */
const shapes: [string, string][] = grounds.flatMap((ground): [string, string][] => [
  ['line-strong', ground],
  ['focus', ground],
]);

describe.each(themes)('contrast in the %s theme (WCAG 2.2 AA)', (theme) => {
  it.each(texts)('%s on %s', (a, b) => {
    expect(contrast(a, b, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapes)('%s next to %s', (a, b) => {
    expect(contrast(a, b, theme)).toBeGreaterThanOrEqual(3);
  });
});

describe('styles', () => {
  it.each(styled)('%s turns round for Arabic: logical properties only', (file) => {
    const physical =
      /(?<![-\w])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:|text-align:\s*(?:left|right)|float:/;
    expect(styleOf(file).match(physical)?.[0]).toBeUndefined();
  });

  it.each(styled)('%s names colours, and makes none up', (file) => {
    const style = styleOf(file).replace(/dialog::backdrop \{[^}]*\}/, '');
    expect(style.match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/i)?.[0]).toBeUndefined();
  });

  it.each(styled)('%s uses only names that exist', (file) => {
    const own = new Set(
      [...readFileSync(file, 'utf8').matchAll(/style:(--[\w-]+)/g)].map(([, name]) => name),
    );
    for (const [, name] of styleOf(file).matchAll(/var\((--[\w-]+)\)/g)) {
      expect(own.has(name ?? '') || tokens.includes(`${name}:`), `${name} in ${file}`).toBe(true);
    }
  });

  it.each(styled)('%s sets no style in markup: the content security policy would drop it', (file) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/\sstyle="/);
  });
});

describe('the rooms', () => {
  it.each(filesUnder('src/shared', '.ts', '.svelte'))('%s imports no feature', (file) => {
    expect(readFileSync(file, 'utf8')).not.toMatch(/from '[^']*features\//);
  });

  it.each(filesUnder('src/features', '.ts', '.svelte'))('%s imports no other feature', (file) => {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)) {
      expect(path).toMatch(/^(?:\.\/|\$shared\/|svelte)/);
    }
  });

  it('nothing but its host knows the desktop shell', () => {
    for (const file of filesUnder('src', '.ts', '.svelte')) {
      if (!/shared\/ipc\/(?:tauri|tauri-customer|bindings)\.ts$/.test(file)) {
        expect(readFileSync(file, 'utf8'), file).not.toContain('@tauri-apps');
      }
    }
  });
});
