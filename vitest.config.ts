import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take minutes begin first, so that no worker ends with one while the other has nothing to do. */
const longest = [
  'jobs/killed.test.ts',
  'jobs/sequences.test.ts',
  'jobs/year.test.ts',
  'jobs/cli.test.ts',
  'jobs/review.test.ts',
  'jobs/line.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => {
      const at = longest.findIndex((path) => moduleId.endsWith(`/${path}`));
      return at < 0 ? longest.length : at;
    };
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    globalSetup: 'warehouse/servers.fixture.ts',
    // Programs that a test starts need not compile what the one before has compiled.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), `parkstat-compiled-${userInfo().uid}`) },
    sequence: { sequencer: LongestFirst },
    // A worker keeps what it has imported for its next file, and Node imports TypeScript by itself, as the program's own does.
    isolate: false,
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
});
