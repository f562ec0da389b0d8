import { describe, expect, it, test } from 'vitest';
import { sentenceRules } from './sentence-rules.ts';
import { bases, festivals } from './sentences/context.ts';
import { directions, hedges, revisions, sizes } from './sentences/growth.ts';
import { type Rules, ruleFor } from './sentences/rule.ts';
import { rankings, records } from './sentences/standing.ts';
import { sentencesDocument } from './sentences-document.ts';

it('stands in the documents as the catalogue has it', async () => {
  await expect(sentencesDocument()).toMatchFileSnapshot('../docs/sentences.md');
});

const all = Object.entries(sentenceRules).flatMap(([group, rules]) =>
  Object.entries(rules as unknown as Rules<never>).map(
    ([id, rule]) => [group, id, rules as unknown as Rules<never>, rule] as const,
  ),
);

test.each(all)('%s %s says what its example says, and is the first that does', (_, id, rules, rule) => {
  const { facts, slots, ...said } = rule.example;
  expect(Object.entries(rules).find(([, one]) => one.when(facts))?.[0]).toBe(id);
  for (const language of ['zh', 'en'] as const) {
    const places = [...rule[language].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    for (const name of places) expect([name, slots[name] ?? 'missing']).not.toContain('missing');
    const filled = rule[language].replace(/\{(\w+)\}/g, (_, name: string) => slots[name]?.[language] ?? '');
    expect(filled).toBe(said[language]);
    expect(rule[language]).not.toMatch(/\p{N}/u);
  }
});

const nameIn = (rules: object, found: unknown) =>
  Object.entries(rules).find(([, rule]) => rule === found)?.[0] ?? 'none';

describe('borders', () => {
  test.each([
    ['0.029499', 'slight'],
    ['0.029500', 'medium'],
    ['-0.099499', 'medium'],
    ['-0.099500', 'marked'],
    ['0.299499', 'marked'],
    ['0.299500', 'sharp'],
    ['0.999499', 'sharp'],
    ['0.999500', 'manifold'],
  ])('growth of %s is %s', (rate, size) => {
    expect(nameIn(sizes, ruleFor(sizes, { rate }))).toBe(size);
  });

  test.each([
    ['0.000499', 'flat'],
    ['-0.000499', 'flat'],
    ['0.000500', 'up'],
    ['-0.000500', 'down'],
    ['0.999500', 'times'],
    ['-1', 'down'],
  ])('growth of %s is %s', (rate, direction) => {
    expect(nameIn(directions, ruleFor(directions, { rate }))).toBe(direction);
  });

  test.each([
    ['-0.001', '0.001', 'either_way', 'direction_open'],
    ['0', '0.001', 'upward', 'none'],
    ['-0.001', '0', 'downward', 'none'],
    ['-0.0004', '0.05', 'upward', 'direction_open'],
    ['-0.0004', '0.0004', 'none', 'direction_open'],
    ['0', '0', 'none', 'none'],
  ])('revisions from %s to %s: %s, %s', (low, high, revision, hedge) => {
    expect(nameIn(revisions, ruleFor(revisions, { low, high }))).toBe(revision);
    expect(nameIn(hedges, ruleFor(hedges, { low, high }))).toBe(hedge);
  });

  test.each([
    ['0.300001', true, false, 'low_base'],
    ['0.3', true, false, 'none'],
    ['-0.300001', true, false, 'low_base'],
    ['-0.300001', false, true, 'high_base'],
    ['0.300001', false, true, 'none'],
    ['0.300001', false, false, 'none'],
  ])('growth of %s, base low %s, high %s: %s', (rate, isLow, isHigh, base) => {
    expect(nameIn(bases, ruleFor(bases, { rate, months: 24, isLow, isHigh }))).toBe(base);
    expect(ruleFor(bases, { rate, months: 23, isLow, isHigh })).toBeUndefined();
  });

  test('a record needs two years, and to be one', () => {
    const facts = { months: 24, isHighest: true, isLowest: false };
    expect(nameIn(records, ruleFor(records, facts))).toBe('highest');
    expect(ruleFor(records, { ...facts, months: 23 })).toBeUndefined();
    expect(ruleFor(records, { ...facts, isHighest: false })).toBeUndefined();
  });

  test.each([
    [1, 2, 'risen'],
    [2, 1, 'fallen'],
    [2, 2, 'held'],
    [2, null, 'new'],
  ])('rank %s after %s: %s', (rank, before, rule) => {
    expect(nameIn(rankings, ruleFor(rankings, { rank, before }))).toBe(rule);
  });

  test.each([
    [1, 2, 1, 'shifted_january'],
    [2, 1, 2, 'shifted_february'],
    [2, 2, 2, 'same_month'],
    [3, 2, 1, 'none'],
    [1, null, 1, 'none'],
  ])('month %s, festival in %s after %s: %s', (month, now, before, rule) => {
    expect(nameIn(festivals, ruleFor(festivals, { month, now, before }))).toBe(rule);
  });
});
