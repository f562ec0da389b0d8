/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/**
 * The built page must also open from a shared folder. Under file:// a browser refuses module scripts and anything marked
 * crossorigin, so the bundle is one classic script and its tags say no more than where it is.
 */
const opensFromFolder: Plugin = {
  name: 'opens-from-folder',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replaceAll(' crossorigin', '').replaceAll('<script type="module"', '<script defer'),
  },
};

const repository = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: `${repository}dashboards`,
  base: './',
  plugins: [opensFromFolder],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: { output: { format: 'iife' } },
  },
  // Vitest reads this file too; its tests are those of the whole repository.
  test: { root: repository, testTimeout: 120_000, hookTimeout: 120_000 },
});
