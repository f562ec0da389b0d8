import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const dashboards = fileURLToPath(new URL('./dashboards', import.meta.url));

/**
 * The pages that need the API: modules, which load what they need when they need it. Built beside the first page, which
 * vite.config.ts builds as one classic script, and never over it.
 */
export default defineConfig({
  root: dashboards,
  base: './',
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    modulePreload: false,
    rolldownOptions: {
      input: { 'hand-in': `${dashboards}/hand-in.html`, quality: `${dashboards}/quality.html` },
    },
  },
  worker: { format: 'es' },
});
