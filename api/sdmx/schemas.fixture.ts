import { readFileSync } from 'node:fs';
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { createServer } from '../server.ts';

const folder = new URL('../../fixtures/sdmx/', import.meta.url).pathname;
const base = 'http://www.sdmx.org/resources/sdmxml/schemas/v2_1';
const prefixes = {
  mes: `${base}/message`,
  str: `${base}/structure`,
  com: `${base}/common`,
  gen: `${base}/data/generic`,
};

/** Says what is wrong with a message, or nothing. */
export type Validator = (text: string) => string | null;

/** Validates against the official schemas of SDMX-ML 2.1. */
export function xmlValidator(): Validator {
  return validatorOf(readFileSync(`${folder}xml/SDMXMessage.xsd`, 'utf8'));
}

function validatorOf(schema: string): Validator {
  xmlRegisterFsInputProviders();
  const validator = XsdValidator.fromDoc(XmlDocument.fromString(schema, { url: `${folder}xml/here.xsd` }));
  return (text) => {
    const document = XmlDocument.fromString(text);
    try {
      validator.validate(document);
      return null;
    } catch (error) {
      return (error as Error).message;
    } finally {
      document.dispose();
    }
  };
}

/** Texts, or values of attributes, that an XPath finds in a message. */
export function found(text: string, path: string): string[] {
  const document = XmlDocument.fromString(text);
  try {
    return document.find(path, prefixes).map((node) => node.content);
  } finally {
    document.dispose();
  }
}

interface SpecificComponent {
  readonly id: string;
  readonly codes: readonly string[] | null;
  readonly mandatory: boolean;
  readonly ofSeries: boolean;
}

/** Dimensions and attributes of a data structure, as a message declares them. */
function componentsOf(structures: string, structure: string): SpecificComponent[] {
  const document = XmlDocument.fromString(structures);
  const components = document
    .find(
      `//str:DataStructure[@id='${structure}']//*[self::str:Dimension[@position] or self::str:Attribute]`,
      prefixes,
    )
    .map((node) => {
      const element = node as XmlElement;
      const codelist = element.find('str:LocalRepresentation/str:Enumeration/Ref/@id', prefixes)[0]?.content;
      const codes = codelist
        ? document
            .find(`//str:Codelist[@id='${codelist}']/str:Code/@id`, prefixes)
            .map((code) => code.content)
        : null;
      const id = element.attr('id')?.value as string;
      const mandatory = element.attr('assignmentStatus')?.value !== 'Conditional';
      const ofSeries = element.name === 'Dimension' || id === 'UNIT_MULT' || id === 'DECIMALS';
      return { id, codes, mandatory, ofSeries };
    });
  document.dispose();
  return components;
}

/**
 * Validates structure-specific data: the schema that the guidelines of SDMX-ML make of a data structure, for
 * series over time, with the codes of its lists.
 */
export function specificValidator(structures: string, structure: string, namespace: string): Validator {
  const components = componentsOf(structures, structure);
  const attribute = ({ id, codes, mandatory }: SpecificComponent) => {
    const values = codes?.map((code) => `<xs:enumeration value="${code}"/>`).join('') ?? '';
    return `<xs:attribute name="${id}" use="${mandatory ? 'required' : 'optional'}"><xs:simpleType><xs:restriction base="xs:string">${values}</xs:restriction></xs:simpleType></xs:attribute>`;
  };
  const attributes = (ofSeries: boolean) =>
    components
      .filter((one) => one.ofSeries === ofSeries)
      .map(attribute)
      .join('');
  return validatorOf(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${namespace}" xmlns:dsd="${base}/data/structurespecific" xmlns:common="${base}/common" targetNamespace="${namespace}" elementFormDefault="unqualified">
    <xs:import namespace="${base}/message" schemaLocation="SDMXMessage.xsd"/>
    <xs:import namespace="${base}/data/structurespecific" schemaLocation="SDMXDataStructureSpecific.xsd"/>
    <xs:import namespace="${base}/common" schemaLocation="SDMXCommon.xsd"/>
    <xs:complexType name="DataSetType"><xs:complexContent><xs:restriction base="dsd:DataSetType"><xs:sequence>
      <xs:element ref="common:Annotations" minOccurs="0"/>
      <xs:element name="DataProvider" type="common:DataProviderReferenceType" form="unqualified" minOccurs="0"/>
      <xs:element name="Series" type="SeriesType" form="unqualified" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence><xs:anyAttribute namespace="##local"/></xs:restriction></xs:complexContent></xs:complexType>
    <xs:complexType name="SeriesType"><xs:complexContent><xs:restriction base="dsd:SeriesType"><xs:sequence>
      <xs:element ref="common:Annotations" minOccurs="0"/>
      <xs:element name="Obs" type="ObsType" form="unqualified" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence>${attributes(true)}<xs:attribute name="TIME_PERIOD" use="prohibited"/></xs:restriction></xs:complexContent></xs:complexType>
    <xs:complexType name="ObsType"><xs:complexContent><xs:restriction base="dsd:ObsType"><xs:sequence><xs:element ref="common:Annotations" minOccurs="0"/></xs:sequence>
      <xs:attribute name="type" use="prohibited"/><xs:attribute name="TIME_PERIOD" type="common:ObservationalTimePeriodType" use="required"/>
      <xs:attribute name="OBS_VALUE" type="xs:decimal" use="optional"/>${attributes(false)}</xs:restriction></xs:complexContent></xs:complexType>
  </xs:schema>`);
}

/** What a value breaks of an official schema of SDMX-JSON, as the server's own validator tells it. */
export async function jsonFaults(
  name: 'data-1.0' | 'data-2.0' | 'structure-1.0',
  value: unknown,
): Promise<unknown> {
  // An escape that regular expressions of today do not know.
  const text = readFileSync(`${folder}json/${name}.json`, 'utf8').replaceAll('\\\\-', '-');
  const { id: _id, $schema: _schema, ...schema } = JSON.parse(text);
  const checker = createServer(false);
  checker.get('/', async (request) => {
    const check = request.compileValidationSchema(schema);
    return { faults: check(value) ? null : check.errors };
  });
  const response = await checker.inject('/');
  await checker.close();
  return response.statusCode === 200 ? response.json().faults : response.body;
}
