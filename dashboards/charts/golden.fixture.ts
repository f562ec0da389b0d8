import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/**
 * Compares a drawing with the one of that name in golden/, which somebody has looked at; `vitest -u` draws it anew, to be
 * looked at again. One element a line, so that a difference can be read. Every chart has one at least.
 */
export async function golden(chart: Element, name: string): Promise<void> {
  expect(chart.outerHTML).not.toMatch(/NaN|undefined|null|Infinity/);
  expect(chart.outerHTML, 'the pages let no markup bring its own style').not.toMatch(/<style| style=/);
  const file = fileURLToPath(new URL(`./golden/${name}.svg`, import.meta.url));
  await expect(`${chart.outerHTML.replaceAll('><', '>\n<')}\n`).toMatchFileSnapshot(file);
}
