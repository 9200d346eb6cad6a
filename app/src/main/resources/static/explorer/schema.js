/**
 * Reads schemas of an OpenAPI document: says in short what they allow, and makes a body to
 * begin with. Nothing here touches the page.
 */

const INDENT = '  ';

/** Follows references within the document; a circle or a dead end answers an empty schema. */
export function resolve(document, node) {
  const seen = new Set();
  let current = node ?? {};
  while (typeof current.$ref === 'string') {
    if (seen.has(current.$ref) || !current.$ref.startsWith('#/')) {
      return {};
    }
    seen.add(current.$ref);
    current = current.$ref.slice(2).split('/')
      .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce((value, part) => (Object.hasOwn(value, part) ? value[part] : {}), document);
  }
  return current;
}

/** Joins `allOf` and takes the null out of `oneOf`, `anyOf`, `type` and `nullable`. */
function normalise(document, node) {
  const base = resolve(document, node);
  let { type } = base;
  let nullable = base.nullable === true;
  if (Array.isArray(type)) {
    nullable ||= type.includes('null');
    const rest = type.filter((name) => name !== 'null');
    type = rest.length > 1 ? rest.join(' | ') : rest[0];
  }
  let schema = { ...base, type, nullable };
  for (const part of base.allOf ?? []) {
    const inner = normalise(document, part);
    schema = {
      ...inner, ...schema, type: schema.type ?? inner.type, nullable: schema.nullable || inner.nullable,
      properties: { ...inner.properties, ...schema.properties },
      required: [...(inner.required ?? []), ...(schema.required ?? [])],
    };
  }
  const all = base.oneOf ?? base.anyOf ?? [];
  const others = all.filter((option) => resolve(document, option).type !== 'null');
  schema.nullable ||= others.length < all.length;
  schema.options = others.length > 1 ? others : undefined;
  if (others.length === 1) {
    const inner = normalise(document, others[0]);
    return { ...inner, nullable: inner.nullable || schema.nullable };
  }
  return schema;
}

function words(schema) {
  const bounds = schema.minimum !== undefined || schema.maximum !== undefined
    ? `${schema.minimum ?? ''}..${schema.maximum ?? ''}` : undefined;
  return [schema.type ?? 'any', schema.format ?? schema.contentEncoding, bounds].filter(Boolean).join(' ');
}

/** Says what a schema allows, as text over several lines. */
export function describe(document, node, indent = '', path = []) {
  const reference = node?.$ref;
  if (reference && path.includes(reference)) {
    return reference.split('/').at(-1);
  }
  const inner = reference ? [...path, reference] : path;
  const schema = normalise(document, node);
  const text = (() => {
    if (schema.options) {
      return schema.options.map((option) => describe(document, option, indent, inner)).join(' | ');
    }
    if (schema.const !== undefined) {
      return JSON.stringify(schema.const);
    }
    if (schema.enum) {
      return schema.enum.filter((value) => value !== null).map((value) => JSON.stringify(value)).join(' | ');
    }
    if (schema.type === 'array' || schema.items) {
      return `[${describe(document, schema.items, indent, inner)}]`;
    }
    return isObject(schema) ? describeObject(document, schema, indent, inner) : words(schema);
  })();
  return schema.nullable ? `${text} | null` : text;
}

function isObject(schema) {
  return Object.keys(schema.properties ?? {}).length > 0 || (schema.additionalProperties ?? null)?.constructor === Object;
}

function describeObject(document, schema, indent, path) {
  const deeper = indent + INDENT;
  const lines = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const mark = schema.required?.includes(name) ? '' : '?';
    return `${deeper}${name}${mark}: ${describe(document, property, deeper, path)}`;
  });
  if (schema.additionalProperties?.constructor === Object) {
    lines.push(`${deeper}[any name]: ${describe(document, schema.additionalProperties, deeper, path)}`);
  }
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** Makes a value to begin with; optional parts are filled in too, so that they are seen. */
export function sample(document, node, path = []) {
  const reference = node?.$ref;
  if (reference && path.includes(reference)) {
    return null;
  }
  const inner = reference ? [...path, reference] : path;
  const schema = normalise(document, node);
  const given = schema.example ?? schema.default ?? schema.const ?? schema.enum?.[0];
  if (given !== undefined) {
    return given;
  }
  if (schema.options) {
    return sample(document, schema.options[0], inner);
  }
  if (schema.type === 'array') {
    return [sample(document, schema.items, inner)];
  }
  if (schema.type === 'object' || isObject(schema)) {
    return Object.fromEntries(Object.entries(schema.properties ?? {})
      .map(([name, property]) => [name, sample(document, property, inner)]));
  }
  return sampleScalar(schema);
}

function sampleScalar(schema) {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    case 'string':
      return { 'date-time': '2026-01-31T12:00:00.000Z', duration: 'P1D' }[schema.format] ?? '';
    default:
      return null;
  }
}
