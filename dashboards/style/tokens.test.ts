import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { colours, modeColours, seriesColours } from '../charts/frame.ts';
import { contrast, difference, sightNames } from './colour-sight.fixture.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const declared = [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
  ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
);
const tokens = new Map(declared);
const themes = ['light', 'dark'] as const;
const token = (name: string, theme: 'light' | 'dark') => tokens.get(name)?.[theme] ?? '';
const named = (beginning: string) => [...tokens.keys()].filter((name) => name.startsWith(beginning));
const pairs = (names: readonly string[]) =>
  names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other] as const));

/** Pairs of colours that somebody could take for one another. */
function tooNear(names: readonly string[], theme: 'light' | 'dark', least: number): string[] {
  return pairs(names).flatMap(([one, other]) =>
    sightNames
      .filter((sight) => difference(token(one, theme), token(other, theme), sight) < least)
      .map((sight) => `${one} ${other} ${sight}`),
  );
}

describe.each(themes)('%s', (theme) => {
  test.each(['mode-', 'series-'])('colours of %s can be told apart by everybody', (beginning) => {
    expect(named(beginning).length).toBeGreaterThanOrEqual(5);
    expect(tooNear(named(beginning), theme, 20)).toEqual([]);
  });

  test('text can be read on what it stands on', () => {
    const written = [
      ...['page', 'surface', 'raised', 'track', 'accent-soft'].flatMap((ground) =>
        ['ink', 'muted', 'accent'].map((ink) => [ink, ground] as const),
      ),
      ...named('mode-').map((mode) => [mode, 'surface'] as const),
      ['warn', 'surface'],
      ['warn', 'warn-soft'],
      ['hold', 'surface'],
      ['hold', 'hold-soft'],
      ['accent-ink', 'accent'],
      ['bar-ink', 'bar'],
      ['bar-quiet', 'bar'],
      ['bar-ink', 'bar-here'],
    ] as const;
    const faint = written.filter(([ink, ground]) => contrast(token(ink, theme), token(ground, theme)) < 4.5);
    expect(faint).toEqual([]);
  });

  test('lines can be seen', () => {
    const faint = named('series-').filter(
      (name) => contrast(token(name, theme), token('surface', theme)) < 3,
    );
    expect(faint).toEqual([]);
  });
});

test('what a drawing falls back to, where there is no style, is the light token', () => {
  const all = [...Object.values(colours), ...Object.values(modeColours), ...seriesColours];
  for (const colour of all) {
    const [, name = '', fallback] = /^var\(--([\w-]+), (#\w{6})\)$/.exec(colour) ?? [];
    expect([colour, fallback]).toEqual([colour, token(name, 'light')]);
  }
});

test('the arithmetic: known differences and contrasts', () => {
  // Lindbloom's calculator: #ff0000 is (53.24, 80.09, 67.20), #00ff00 (87.73, -86.18, 83.18).
  expect(difference('#ff0000', '#00ff00', 'usual')).toBeCloseTo(170.58, 1);
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  // WCAG's own example of grey on white that just passes.
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(difference('#ff0000', '#7f7f00', 'usual')).toBeGreaterThan(
    difference('#ff0000', '#7f7f00', 'deuteranopia'),
  );
});
