import { readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { createServer } from '../server.ts';

const folder = new URL('../../fixtures/sdmx/', import.meta.url).pathname;

/** Validates against the official schemas of SDMX-ML 2.1; says what is wrong, or nothing. */
export function xmlValidator(): (text: string) => string | null {
  xmlRegisterFsInputProviders();
  const url = `${folder}xml/SDMXMessage.xsd`;
  const schema = XmlDocument.fromBuffer(readFileSync(url), { url });
  const validator = XsdValidator.fromDoc(schema);
  return (text) => {
    const document = XmlDocument.fromString(text);
    try {
      validator.validate(document);
      return null;
    } catch (error) {
      return String((error as Error).message);
    } finally {
      document.dispose();
    }
  };
}

/** Validates against an official schema of SDMX-JSON, by the server's own validator. */
export async function jsonFaults(
  name: 'data-1.0' | 'data-2.0' | 'structure-1.0',
  value: unknown,
): Promise<unknown> {
  const { id: _id, $schema: _schema, ...schema } = JSON.parse(
    // An escape that regular expressions of today do not know.
    readFileSync(`${folder}json/${name}.json`, 'utf8').replaceAll('\\\\-', '-'),
  );
  const checker = createServer(false);
  checker.get('/', async (request) => {
    const check = request.compileValidationSchema(schema);
    return { faults: check(value) ? null : check.errors };
  });
  const response = await checker.inject('/');
  await checker.close();
  return response.statusCode === 200 ? response.json().faults : response.body;
}
