import { Refusal, type RefusalCode } from '../../catalogue/refusal.ts';
import { type ParameterFault, refusalOfFault, type Said, saidFault, sayRefusal } from '../refusals.ts';
import type { Reply, Request } from '../server.ts';
import { jsonTypes } from './media.ts';
import { element, xmlDocument } from './xml.ts';

/** Status, and code of the SDMX web services guidelines. What no code is meant for has one of our own, over 1000. */
interface SdmxFault {
  readonly status: number;
  readonly code: number;
}

const syntax: SdmxFault = { status: 400, code: 140 };
const nothingFound: SdmxFault = { status: 404, code: 100 };

/** Refusals that SDMX sees otherwise than the rest of the API. */
const faults: Readonly<Partial<Record<RefusalCode, SdmxFault>>> = {
  usage: syntax,
  unknown_parameter: syntax,
  // A code that no list has finds nothing; months in the wrong order are well written and mean nothing.
  impossible_code: nothingFound,
  not_found: nothingFound,
  no_release: nothingFound,
  period_invalid: { status: 403, code: 150 },
  too_large: { status: 413, code: 510 },
  not_offered: { status: 501, code: 501 },
  database_unavailable: { status: 503, code: 503 },
};

const byStatus: Readonly<Record<number, number>> = {
  400: 140,
  401: 110,
  403: 150,
  404: 100,
  413: 510,
  500: 500,
  501: 501,
  503: 503,
};

/** Says an error the SDMX way: `mes:Error`, or its JSON for who takes only JSON. */
export function sendSdmxError(said: Said, code: number, request: Request, reply: Reply): Reply {
  const { message } = said.body;
  reply
    .code(said.status)
    .header('cache-control', 'no-store')
    .header('vary', 'Accept, Accept-Language, Accept-Encoding');
  if (jsonTypes.test(request.headers.accept ?? ''))
    return reply
      .type('application/json; charset=utf-8')
      .send({ errors: [{ code, title: said.body.code, detail: message }] });
  return reply.type('application/xml; charset=utf-8').send(errorDocument(code, message));
}

const namespaces = {
  'xmlns:mes': 'http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message',
  'xmlns:com': 'http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common',
};

/** Messages are written `中文 | English`. */
function errorDocument(code: number, message: string): string {
  const [zh = '', en = zh] = message.split(' | ');
  const texts = [
    element('com:Text', { 'xml:lang': 'zh' }, zh),
    element('com:Text', { 'xml:lang': 'en' }, en),
  ];
  return xmlDocument('mes:Error', namespaces, [element('mes:ErrorMessage', { code: String(code) }, texts)]);
}

/** What an error of an SDMX route says, and its SDMX code; undefined where the server's own handler knows better what it is. */
export function sdmxFault(
  error: unknown,
  validation: readonly unknown[] | undefined,
): [Said, number] | undefined {
  const [fault] = (validation ?? []) as ParameterFault[];
  if (fault) return [{ ...sayRefusal(refusalOfFault(fault)), status: syntax.status }, syntax.code];
  if (!(error instanceof Refusal)) return undefined;
  const said = sayRefusal(error);
  const known = faults[error.code];
  if (known) return [{ ...said, status: known.status }, known.code];
  return [said, byStatus[said.status] ?? 1000 + said.status];
}

export function sdmxCodeOf(status: number): number {
  return byStatus[status] ?? 1000 + status;
}

export { saidFault };
