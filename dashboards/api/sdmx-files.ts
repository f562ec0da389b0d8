import { sdmxAddress } from '../../catalogue/sdmx/series-address.ts';
import { queryOf, wordsOf } from './asked.ts';
import type { Asking } from './examples.ts';

const formats = ['csvdata', 'structurespecificdata'] as const;

/** The question as files of SDMX; none where SDMX cannot ask it. */
export function sdmxFiles({
  parameters,
  root,
}: Asking): { format: (typeof formats)[number]; address: string }[] {
  const asked = sdmxAddress(wordsOf(parameters));
  if (!asked) return [];
  return formats.map((format) => {
    const query = queryOf([...Object.entries(asked.parameters), ['format', format]]);
    return { format, address: `${root}sdmx/2.1/data/${asked.flow}/${asked.key}?${query}` };
  });
}
