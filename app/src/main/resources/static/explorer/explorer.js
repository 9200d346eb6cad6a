/**
 * The explorer page: lists the endpoints of /openapi.json and sends requests. Whatever the
 * server answers is shown as text, never as markup.
 */
import { element } from '/page/element.js';
import { address, send } from './request.js';
import { describe, resolve, sample } from './schema.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

const key = document.getElementById('key');
const search = document.getElementById('search');
const count = document.getElementById('count');
const main = document.getElementById('endpoints');

let ids = 0;

function endpointsOf(api) {
  return Object.entries(api.paths ?? {}).flatMap(([path, item]) => METHODS.filter((method) => item[method])
    .map((method) => endpoint(api, path, method, item)));
}

function endpoint(api, path, method, item) {
  const operation = item[method];
  const [service, feature = ''] = (operation.tags?.[0] ?? 'Other').split(' / ');
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
    .map((parameter) => resolve(api, parameter))
    .map((parameter) => ({ ...parameter, schema: resolve(api, parameter.schema) }));
  const content = resolve(api, operation.requestBody).content ?? {};
  const [mediaType] = Object.keys(content);
  const made = {
    api, path, service, feature, operation, parameters, mediaType,
    method: method.toUpperCase(),
    controls: operation['x-required-controls'] ?? [],
    addOn: operation['x-required-add-on'],
    billable: operation['x-billable-operation'],
    bodySchema: content[mediaType]?.schema,
  };
  made.text = [made.method, path, service, feature, operation.summary, ...made.controls, made.addOn, made.billable]
    .filter(Boolean).join(' ').toLowerCase();
  return made;
}

function badges(endpoint) {
  const badge = (kind, label, value) => element('span', { class: `badge ${kind}` },
    element('span', { class: 'hidden' }, `${label} `), value, element('span', { class: 'hidden' }, ', '));
  return [
    ...endpoint.controls.map((control) => badge('control', 'control', control)),
    endpoint.addOn && badge('add-on', 'add-on', `+ ${endpoint.addOn}`),
    endpoint.billable && badge('billable', 'billable operation', `$ ${endpoint.billable}`),
  ].filter(Boolean);
}

function renderEndpoint(endpoint) {
  const body = element('div', { class: 'body' });
  const details = element('details', {
    class: 'endpoint',
    // 180 forms at once would make the page slow; each is built when first opened.
    ontoggle: () => details.open && body.childElementCount === 0 && body.append(...renderBody(endpoint)),
  }, element('summary', {}, element('span', { class: `method ${endpoint.method.toLowerCase()}` }, endpoint.method), ' ',
    element('code', {}, endpoint.path), ' ', element('span', { class: 'badges' }, ...badges(endpoint))), body);
  return details;
}

function field(label, input, note) {
  const id = `field-${++ids}`;
  input.id = id;
  if (note) {
    input.setAttribute('aria-describedby', `${id}-note`);
  }
  return element('p', { class: 'field' }, element('label', { for: id }, label), input,
    note ? element('span', { id: `${id}-note`, class: 'note' }, note) : undefined);
}

function parameterField(endpoint, parameter) {
  const required = parameter.in === 'path' || parameter.required === true;
  const input = element('input', { autocomplete: 'off', spellcheck: 'false', required });
  const type = describe(endpoint.api, parameter.schema);
  const note = [`${parameter.in}, ${type}`, parameter.schema.type === 'array' ? 'separated by commas' : undefined,
    parameter.description].filter(Boolean).join('. ');
  return { parameter, input, element: field(parameter.name + (required ? ' (required)' : ''), input, note) };
}

function renderBody(endpoint) {
  const { api, operation } = endpoint;
  const shown = endpoint.parameters.filter((parameter) => parameter.in !== 'cookie').map((p) => parameterField(endpoint, p));
  const parts = [];
  if (operation.summary || operation.description) {
    parts.push(element('p', {}, operation.summary ?? operation.description));
  }
  if (endpoint.bodySchema) {
    parts.push(element('h4', {}, 'Request body'), schemaBlock('Schema of the request body', describe(api, endpoint.bodySchema)));
  }
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    parts.push(...renderAnswer(api, status, resolve(api, answer)));
  }
  parts.push(renderTry(endpoint, shown));
  return parts;
}

function renderAnswer(api, status, answer) {
  const title = status === 'default' ? 'Any other answer' : `Answer ${status}`;
  const contents = Object.entries(answer.content ?? {});
  return [
    element('h4', {}, title, answer.description ? `: ${answer.description}` : ''),
    ...(contents.length === 0 ? [element('p', { class: 'note' }, 'No body.')] : []),
    ...contents.flatMap(([mediaType, content]) => [
      element('p', { class: 'note' }, mediaType),
      schemaBlock(`Schema of ${title.toLowerCase()}`, describe(api, content.schema)),
    ]),
  ];
}

/** A block that scrolls must be reachable by keyboard, and then needs a name. */
function schemaBlock(label, text) {
  return element('pre', { tabindex: '0', role: 'group', 'aria-label': label }, text);
}

function renderTry(endpoint, shown) {
  const textarea = endpoint.bodySchema ? element('textarea', { rows: '10', spellcheck: 'false' }) : undefined;
  if (textarea) {
    textarea.value = JSON.stringify(sample(endpoint.api, endpoint.bodySchema), null, 2);
  }
  const result = element('div', { class: 'result', hidden: true });
  const stop = element('button', { type: 'button', hidden: true }, 'Stop');
  const submit = element('button', { type: 'submit' }, `Send ${endpoint.method} request`);
  const form = element('form', {
    'aria-label': `Send ${endpoint.method} ${endpoint.path}`,
    onsubmit: (event) => {
      event.preventDefault();
      run(endpoint, shown, textarea, { result, submit, stop });
    },
  }, element('h4', {}, 'Try it'), ...shown.map((part) => part.element),
    textarea ? field(`Body (${endpoint.mediaType})`, textarea) : undefined,
    element('p', { class: 'buttons' }, submit, stop));
  return element('div', {}, form, result);
}

async function run(endpoint, shown, textarea, { result, submit, stop }) {
  const status = element('p', { role: 'status', class: 'status' }, 'Waiting for the answer');
  const headers = element('pre', { tabindex: '0', role: 'group', 'aria-label': 'Headers of the answer' });
  const body = element('pre', { tabindex: '0', role: 'group', 'aria-label': 'Body of the answer' });
  result.replaceChildren(element('h4', {}, 'Answer'), status, element('h5', {}, 'Headers'), headers,
    element('h5', {}, 'Body'), body);
  result.hidden = false;
  const controller = new AbortController();
  const abort = () => controller.abort();
  stop.addEventListener('click', abort);
  stop.hidden = false;
  submit.disabled = true;
  try {
    await send({ ...requestOf(endpoint, shown, textarea), signal: controller.signal }, {
      status: (line) => { status.textContent = line; },
      headers: (lines) => { headers.textContent = lines.join('\n'); },
      body: (text) => { body.textContent = text; },
    });
  }
  catch (error) {
    status.textContent += controller.signal.aborted ? ' - stopped' : ` - failed: ${error.message}`;
  }
  finally {
    stop.removeEventListener('click', abort);
    submit.disabled = false;
    if (document.activeElement === stop) {
      submit.focus();
    }
    stop.hidden = true;
  }
}

function requestOf(endpoint, shown, textarea) {
  const inputs = new Map(shown.map((part) => [part.parameter, part.input]));
  const headers = {};
  for (const { parameter, input } of shown) {
    if (parameter.in === 'header' && input.value !== '') {
      headers[parameter.name] = input.value;
    }
  }
  if (textarea) {
    headers['Content-Type'] = endpoint.mediaType;
  }
  if (key.value.trim() !== '') {
    headers.Authorization = `Bearer ${key.value.trim()}`;
  }
  const url = address(endpoint.path, [...inputs.keys()], (parameter) => inputs.get(parameter).value.trim());
  return { method: endpoint.method, url, headers, body: textarea?.value };
}

/** Builds the page: services, their features, their endpoints. */
function render(api) {
  const endpoints = endpointsOf(api);
  const sections = [...Map.groupBy(endpoints, (endpoint) => endpoint.service)].map(([service, ofService]) => {
    const features = [...Map.groupBy(ofService, (endpoint) => endpoint.feature)].map(([feature, ofFeature]) => {
      const entries = ofFeature.map((endpoint) => ({ endpoint, element: renderEndpoint(endpoint) }));
      return { entries, element: element('section', {}, feature ? element('h3', {}, feature) : undefined,
        ...entries.map((entry) => entry.element)) };
    });
    return { features, element: element('section', {}, element('h2', {}, service), ...features.map((f) => f.element)) };
  });
  main.replaceChildren(...sections.map((section) => section.element));
  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = show(sections, wanted);
    count.textContent = wanted.length === 0 ? `${endpoints.length} endpoints` : `${matching} of ${endpoints.length} endpoints`;
  };
  search.addEventListener('input', filter);
  filter();
}

function show(sections, wanted) {
  let matching = 0;
  for (const section of sections) {
    const before = matching;
    for (const feature of section.features) {
      const found = feature.entries.filter((entry) => {
        entry.element.hidden = !wanted.every((word) => entry.endpoint.text.includes(word));
        return !entry.element.hidden;
      });
      feature.element.hidden = found.length === 0;
      matching += found.length;
    }
    section.element.hidden = matching === before;
  }
  return matching;
}

try {
  const response = await fetch('/openapi.json', { credentials: 'omit' });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  render(await response.json());
}
catch (error) {
  count.textContent = `The OpenAPI document could not be read: ${error.message}`;
}
