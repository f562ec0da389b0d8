import { expect, it } from 'vitest';
import { lineTemplateDocument } from './line-template-document.ts';

it('stands in the documents as the catalogue has it', async () => {
  await expect(lineTemplateDocument()).toMatchFileSnapshot('../docs/line-template.md');
});
