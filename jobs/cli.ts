#!/usr/bin/env node
import { Refusal } from '../catalogue/refusal.ts';
import { accountVerbs } from './cli/accounts.ts';
import { backupVerbs } from './cli/backup.ts';
import { noteCommand, readWords, Usage, type Verb } from './cli/call.ts';
import { checkVerbs } from './cli/checks.ts';
import { collectionVerbs } from './cli/collection.ts';
import { deliveryVerbs } from './cli/deliveries.ts';
import { outgoingVerbs } from './cli/delivery.ts';
import { estimateVerbs } from './cli/estimates.ts';
import { monthVerbs } from './cli/months.ts';
import { reviewVerbs } from './cli/review.ts';
import { servingVerbs } from './cli/serving.ts';
import { sourceVerbs } from './cli/sources.ts';
import { traceVerbs } from './cli/trace.ts';
import { versionVerbs } from './cli/versions.ts';
import { diskFullText, isOutOfSpace } from './disk.ts';

const usage = `用法 usage: parkstat <verb>
  registry load DIR                        载入园区、企业、入驻、报送源、汇率 load the registry
  collect [--source ID] [--period P]       收集各报送源 collect from the sources
  source list                              各报送源的状态 how each source stands
  source secret ID                         从标准输入录入密码或令牌 enter a source's secret on standard input
  source rotate                            更换加密密钥 replace the key that seals the secrets
  deliver FILE [--tenant USCC] [--period P]  报送一个文件 take in one file
  findings ID [--rule R]                   一份报送的疑点 findings of a delivery
  confirm ID [--rule R] [--column C] --reason CODE --by NAME [--note TEXT]
                                           确认疑点 confirm findings
  revoke FINDING --reason CODE --by NAME   撤销一处确认 take a confirmation back
  changes ID                               与上一版相比的变动 what changed against the version before
  impact ID [--action accept|withdraw|reinstate]
                                           接受、撤回或恢复会改变什么 what it would change
  withdraw ID --reason CODE --by NAME      撤回一份报送 withdraw a delivery
  reinstate ID --reason CODE --by NAME     恢复已撤回的报送 put it back
  estimate --period P --tenant USCC --mode M --flow F [--method ratio_12] --by NAME [--note TEXT]
                                           估算一户未报企业 estimate a tenant that has not reported
  estimate --end ID --by NAME [--note TEXT]  撤销估算 take an estimate back
  draft --period P [--leave-out-held]      起草：与现行发布相比有何变动、为何 what a release would change, and why
  check --period P [--release R]           检查发现的问题 what the checks found
  publish --period P [--leave-out-held] [--final | --special-revision]
      [--reason-note-public TEXT] [--reason-note-internal TEXT]
                                           发布一个月；定稿；定稿后特别修订 publish a month; as final; all the same
  close --period P --by NAME               截止收集 end the collection of a month
  reopen --period P --reason CODE --by NAME
                                           重新打开 collect again
  submit --period P --by NAME [--by-hand] [--leave-out-held] [--final | --special-revision …]
                                           送审：冻结、试发布、写好月报 freeze it, rehearse, write the reports
  review --period P                        送审的内容、清单、变动 what is submitted, the checklist, what moves
  sign --period P --subject HASH --by NAME 签发（送审人以外的人） sign what was reviewed (not the drafter)
  return --period P --reason CODE --by NAME  退回 give it back
  override --period P --item ID --reason CODE --by NAME | --agree --by NAME
                                           放行一个阻断项：提请，另一人同意 let a blocking item pass: ask, and agree
  simulate --period P [--at INSTANT]       试发布：读者将看到什么 what readers would see
  rollback --period P [--to RELEASE] --reason CODE --note TEXT --by NAME
                                           回退到更早一版的数字 put an earlier release's numbers in force again
  calendar [--period P] [--day due|release --at INSTANT [--park C] --note WHY --by NAME]
                                           日程：看、改 the days of a month, and moving one
  trace --indicator I --period P [--park C] [--mode C] [--flow C] [--partner C …] [--release R]
                                           一个数从哪来 where a number comes from
  trace DELIVERY                           一份报送进了哪些数 the numbers that a delivery feeds
  report --period P [--release R]          生成月报 write the monthly report
  remind --period P [--days N] [--folder DIR]
                                           催报：邮件或每户一文件 remind who has not reported
  status [--period P]                      本月状态 the month at a glance
  verify                                   由原始文件重建并与已发布的比较 rebuild and compare
  backup FILE [--with-key]                 备份全部数据到一个文件 write everything into one file
  restore FILE                             恢复到空的数据目录和数据库 bring a backup back, into an empty place
  account add NAME --role R [--park P] [--tenant USCC] | list | disable NAME | enable NAME | reset NAME
  account token NAME --for PURPOSE [--days N]
                                           账户：新建、列出、停用、重设密码、程序用的令牌 accounts and tokens
  serve                                    提供网页和接口 serve pages and API
  demo [--no-serve]                        用示例园区演示全流程 the whole line on sample parks
  --json 输出JSON  machine-readable output`;

/** Each verb loads only what it needs: a word on the command line is answered at once. */
const verbs: Readonly<Record<string, Verb>> = {
  ...monthVerbs,
  ...reviewVerbs,
  ...estimateVerbs,
  ...checkVerbs,
  ...collectionVerbs,
  ...deliveryVerbs,
  ...outgoingVerbs,
  ...versionVerbs,
  ...traceVerbs,
  ...sourceVerbs,
  ...accountVerbs,
  ...backupVerbs,
  ...servingVerbs,
};

async function main(): Promise<number> {
  let json = false;
  try {
    const { flags, positionals } = readWords();
    json = flags.json;
    const [verb, ...words] = positionals;
    if (flags.help || !verb) {
      console.log(usage);
      return flags.help ? 0 : 2;
    }
    const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (!known) throw new Usage(`未知命令 unknown verb “${verb}”`);
    const surplus = words[known.words];
    if (surplus !== undefined) throw new Usage(`${verb}: 多余的词 one word too many “${surplus}”`);
    const say = (line: string) => (json ? console.error(line) : console.log(line));
    const call = { words, flags, say };
    noteCommand(verb, call);
    const answer = await known.run(call);
    if (json) console.log(JSON.stringify(answer.machine));
    else for (const line of answer.human) console.log(line);
    return 0;
  } catch (error) {
    return failed(error, json);
  }
}

function failed(error: unknown, json: boolean): number {
  const wrongUse =
    error instanceof Usage ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (wrongUse) {
    console.error(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (!(error instanceof Refusal)) {
    console.error(isOutOfSpace(error) ? diskFullText : error);
    return 1;
  }
  if (json) console.log(JSON.stringify({ code: error.code, message: error.message, details: error.details }));
  else console.error(error.message);
  return 1;
}

process.exitCode = await main();
