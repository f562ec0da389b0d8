import { expect, it } from 'vitest';
import { chapters } from './codes.ts';
import { sectionOf } from './hs-sections.ts';

it('has every chapter of the code list in its section', () => {
  expect(chapters.map(({ code }) => [code, sectionOf(code)])).toEqual(
    chapters.map(({ code, section }) => [code, section]),
  );
});

it('has nothing for what is no chapter', () => {
  expect(['_U', '_T', '00', '1', 'XX'].map(sectionOf)).toEqual(Array(5).fill(undefined));
});
