import { expect, it } from 'vitest';
import { checksDocument } from './checks-document.ts';

it('stands in the documents as the catalogue has it', async () => {
  await expect(checksDocument()).toMatchFileSnapshot('../docs/checks.md');
});
