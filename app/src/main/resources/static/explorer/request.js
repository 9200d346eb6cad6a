/**
 * Sends one request to this server and hands out what comes back, piece by piece, so that an
 * event stream is seen while it runs.
 */

/** As much of a body as the page shows, in characters. */
const SHOWN = 500_000;

/** Puts parameter values into the path and query; an empty value is left out. */
export function address(path, parameters, valueOf) {
  const query = new URLSearchParams();
  let filled = path;
  for (const parameter of parameters) {
    const value = valueOf(parameter);
    if (parameter.in === 'path') {
      filled = filled.replaceAll(`{${parameter.name}}`, encodeURIComponent(value));
    }
    else if (parameter.in === 'query' && value !== '') {
      const values = parameter.schema?.type === 'array' ? value.split(',').map((part) => part.trim()) : [value];
      values.forEach((part) => query.append(parameter.name, part));
    }
  }
  return filled + (query.size > 0 ? `?${query}` : '');
}

/**
 * Sends a request.
 * @param request method, url, headers, body (text or undefined), signal
 * @param listener status(line), headers(lines) and body(text), each called as things arrive
 */
export async function send({ method, url, headers, body, signal }, listener) {
  const started = performance.now();
  const response = await fetch(url, {
    method, headers, body, signal, cache: 'no-store', credentials: 'omit', redirect: 'manual', mode: 'same-origin',
  });
  const millis = Math.round(performance.now() - started);
  const status = response.type === 'opaqueredirect' ? 'A redirect, not followed' : `${response.status} ${response.statusText}`;
  listener.status(`${status.trim()} after ${millis} ms`);
  listener.headers([...response.headers].map(([name, value]) => `${name}: ${value}`));
  await readBody(response, listener);
}

async function readBody(response, listener) {
  if (!response.body) {
    listener.body('');
    return;
  }
  let text = '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    if (text.length > SHOWN) {
      // Of a stream the newest events matter.
      text = text.slice(-SHOWN);
    }
    listener.body(text);
  }
  const type = response.headers.get('content-type') ?? '';
  listener.body(type.includes('json') ? readable(text) : text);
}

/** Indents JSON, unless that would change it: long numbers do not survive JavaScript. */
function readable(text) {
  if (/\d{16,}/.test(text)) {
    return text;
  }
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  }
  catch {
    return text;
  }
}
