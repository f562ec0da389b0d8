import { expect, it } from 'vitest';
import { rulesDocument } from './rules-document.ts';

it('stands in the documents as the catalogue has it', async () => {
  await expect(rulesDocument()).toMatchFileSnapshot('../docs/rules.md');
});
