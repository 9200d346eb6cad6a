/**
 * Calls this server with the caller's credential. The credential lives in this module's memory and nowhere else: it is
 * not exported, stored or shown.
 */

let credential;

/** What the server answers instead of what was asked for. */
export class Refusal extends Error {
  constructor(status, message, retryAfter) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/**
 * Takes the credential for the calls from now on.
 * @throws Refusal when it can't be sent
 */
export function useCredential(text) {
  const trimmed = text.trim();
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new Refusal(401, trimmed === '' ? 'Enter an API key or a token.'
      : 'This is neither an API key nor a token: it holds characters that neither has.');
  }
  credential = trimmed;
}

/** Forgets the credential. */
export function forgetCredential() {
  credential = undefined;
}

async function send(path, headers, signal) {
  const response = await fetch(path, {
    headers: { ...headers, Authorization: `Bearer ${credential}` },
    signal, cache: 'no-store', credentials: 'omit', redirect: 'error', mode: 'same-origin',
  });
  if (!response.ok) {
    throw await refusalOf(response);
  }
  return response;
}

/** What an error answer says, in a line. */
async function refusalOf(response) {
  let message = 'no reason given';
  try {
    const body = await response.json();
    const details = Object.entries(body.details ?? {}).map(([field, value]) => `${field}: ${
      typeof value === 'object' ? JSON.stringify(value) : value}`);
    message = [`${body.message} (${body.error})`, ...details].join('; ');
  }
  catch {
    // Something on the way answered, not this server.
  }
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return new Refusal(response.status, `${response.status}: ${message}`, Number.isFinite(seconds) ? seconds * 1000 : undefined);
}

/**
 * Reads JSON.
 * @throws Refusal when the server answers with an error
 */
export async function read(path, signal) {
  const response = await send(path, { Accept: 'application/json' }, signal);
  return response.json();
}

/**
 * Opens an event stream.
 * @throws Refusal when the server answers with an error or with something else
 */
export async function openStream(path, { lastEventId, signal }) {
  const resume = lastEventId === '' ? {} : { 'Last-Event-ID': lastEventId };
  const response = await send(path, { Accept: 'text/event-stream', ...resume }, signal);
  const type = response.headers.get('content-type') ?? 'nothing';
  if (!type.startsWith('text/event-stream')) {
    throw new Refusal(502, `The answer is ${type} (expected: text/event-stream)`);
  }
  return response;
}
