import { clock } from '../clock.ts';
import { Usage, type Verb, withProgram } from './call.ts';

const form = 'source list | source secret ID | source rotate';

/** What `source` does, by its second word. */
export const sourceVerbs = {
  source: {
    words: 2,
    run: async ({ words: [action, id] }) => {
      const { describeSources, enterRotation, enterSecret } = await import('../source.ts');
      if (action === 'list' && !id) {
        const sources = await withProgram(describeSources);
        return { human: sources.map(sourceLine), machine: { sources } };
      }
      if (action === 'secret' && id) {
        await withProgram((program) => enterSecret(program, id, process.stdin, clock()));
        return {
          human: [`已加密保存报送源“${id}”的密码 the secret of source "${id}" is sealed and kept`],
          machine: { source_id: id },
        };
      }
      if (action !== 'rotate' || id) throw new Usage(form);
      const result = await withProgram((program) => enterRotation(program, process.stdin));
      return {
        human: [`已用新密钥重新加密 sealed anew with a new key: ${result.secrets}`],
        machine: result,
      };
    },
  },
} satisfies Record<string, Verb>;

type Described = Awaited<ReturnType<typeof import('../source.ts').describeSources>>[number];

function sourceLine({ source_id, kind, last_success, failures, error }: Described): string {
  const state = failures > 0 ? `失败 failed ×${failures}` : '';
  const words = [source_id, kind, `最近成功 last success ${last_success ?? '–'}`, state];
  return [words.filter(Boolean).join(' · '), ...(error ? [`  ${error.zh} | ${error.en}`] : [])].join('\n');
}
