const { forgetCredential, openStream, read, useCredential } = await load('api');

/** What a call does when the server gives this answer. */
async function answered(response, call = () => read('/v1/x')) {
  const real = window.fetch;
  const sent = [];
  window.fetch = async (path, options) => {
    sent.push({ path, ...options });
    return response;
  };
  useCredential(' key ');
  try {
    return { value: await call(), sent };
  }
  catch (error) {
    return { status: error.status, message: error.message, retryAfter: error.retryAfter, sent };
  }
  finally {
    window.fetch = real;
    forgetCredential();
  }
}

const json = (status, body, headers) => new Response(JSON.stringify(body), { status, headers });

tests['the credential goes into the header, and cookies and caches stay out'] = async () => {
  const { value, sent: [{ path, headers, cache, credentials, redirect, mode }] } = await answered(json(200, { a: 1 }));
  equal([value, path, headers.Authorization, cache, credentials, redirect, mode],
    [{ a: 1 }, '/v1/x', 'Bearer key', 'no-store', 'omit', 'error', 'same-origin']);
};

tests['an error says what the server says, with its details'] = async () => {
  const { status, message } = await answered(json(400, { message: 'Validation failed', error: 'BAD_REQUEST', details: { limit: '0 (expected: 1..200)', more: { a: 1 } } }));
  equal([status, message], [400, '400: Validation failed (BAD_REQUEST); limit: 0 (expected: 1..200); more: {"a":1}']);
};

tests['an error of something between is told by its status'] = async () => {
  const { status, message, retryAfter } = await answered(new Response('<html>', { status: 502 }));
  equal([status, message, retryAfter], [502, '502: no reason given', undefined]);
};

tests['Retry-After is read in seconds'] = async () => {
  equal((await answered(json(503, {}, { 'Retry-After': '7' }))).retryAfter, 7_000);
  equal((await answered(json(503, {}, { 'Retry-After': 'Tue, 01 Dec 2026 00:00:00 GMT' }))).retryAfter, undefined);
};

tests['a stream asks for events after the last id, and for a new one without'] = async () => {
  const stream = () => new Response('', { headers: { 'Content-Type': 'text/event-stream' } });
  const resumed = await answered(stream(), () => openStream('/s', { lastEventId: '5-x' }));
  equal(resumed.sent[0].headers, { Accept: 'text/event-stream', 'Last-Event-ID': '5-x', Authorization: 'Bearer key' });
  const first = await answered(stream(), () => openStream('/s', { lastEventId: '' }));
  equal(first.sent[0].headers, { Accept: 'text/event-stream', Authorization: 'Bearer key' });
};

tests['what is no stream is not taken for one'] = async () => {
  const { status, message } = await answered(json(200, {}, { 'Content-Type': 'application/json' }), () => openStream('/s', { lastEventId: '' }));
  equal([status, message], [502, 'The answer is application/json (expected: text/event-stream)']);
};

tests['what can be no credential is refused without a call'] = () => {
  for (const text of ['', '  ', 'a b', 'ü', 'a\nb']) {
    let refused;
    try {
      useCredential(text);
    }
    catch (error) {
      refused = error.message.includes(text.trim() || 'Enter') && text.trim() !== '' ? 'it repeats what was entered' : error.status;
    }
    equal(refused, 401);
  }
};
